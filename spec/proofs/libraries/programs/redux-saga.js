import { runSaga, stdChannel } from "redux-saga";
import {
  call,
  cancelled,
  debounce,
  delay,
  fork,
  put,
  race,
  retry,
  take,
  takeLatest,
} from "redux-saga/effects";

export const elapsed = 1_000;

function* search({ text }) {
  try {
    yield delay(200);
    yield put({ type: "FOUND", text });
  } finally {
    if (yield cancelled()) {
      console.log("cancelled", text);
    }
  }
}

/** The latest search wins, a save waits for the end of typing, and a race has one winner. */
export async function main() {
  const channel = stdChannel();
  const dispatch = (action) => {
    console.log(action);
    channel.put(action);
  };
  const io = { channel, dispatch, getState: () => ({}) };
  const root = runSaga(io, function* () {
    yield takeLatest("SEARCH", search);
    yield debounce(300, "SEARCH", (action) =>
      console.log("saves", action.text),
    );
    let tries = 0;
    const flaky = () => (++tries < 3 ? Promise.reject(new Error("x")) : tries);
    yield fork(function* () {
      console.log(yield retry(3, 50, flaky));
    });
    yield call(function* () {
      const { late } = yield race({ never: take("NEVER"), late: delay(1_000) });
      console.log("late", late);
    });
  });
  dispatch({ type: "SEARCH", text: "a" });
  setTimeout(dispatch, 150, { type: "SEARCH", text: "as" });
  setTimeout(() => root.cancel(), 1_000);
  await root.toPromise();
}
