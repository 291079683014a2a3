/** Both pages, for the part of the package and into the folder that the environment names. */
export default {
  base: "./",
  define: { PART: JSON.stringify(process.env.PART) },
  build: {
    outDir: process.env.OUT,
    rollupOptions: { input: ["page.html", "with-worker.html"] },
  },
  worker: { format: "es" },
};
