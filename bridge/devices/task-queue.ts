// Tasks of one device, one at a time, in the order they came: a task that fails does not hold up the next.

export interface TaskQueue {
  /** @returns what the task gives; rejects with what it throws. */
  add<T>(task: () => Promise<T>): Promise<T>;
}

export function createTaskQueue(): TaskQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    add(task) {
      const done = last.then(task, task);
      last = done.catch(() => undefined);
      return done;
    },
  };
}
