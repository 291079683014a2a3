import { once } from "node:events";
import { WebSocket, WebSocketServer } from "ws";

export const elapsed = 600;

/** A server that greets, echoes after a while, and takes down clients that do not answer its pings. */
export async function main() {
  const server = new WebSocketServer({ port: 0 });
  await once(server, "listening");
  server.on("connection", (socket) => {
    socket.send("welcome");
    socket.on("message", (data) => {
      setTimeout(() => socket.send(`echo ${data}`), 200);
    });
    setTimeout(() => socket.ping(), 400);
    setTimeout(() => socket.close(1000, "bye"), 600);
  });
  const client = new WebSocket(`ws://localhost:${server.address().port}`);
  client.on("open", () => client.send("hello"));
  client.on("message", (data) => console.log(String(data)));
  client.on("ping", () => console.log("ping"));
  const [code, reason] = await once(client, "close");
  console.log(code, String(reason));
  server.close();
  await once(server, "close");
}
