/** That something outside did not answer; `code` as the system would say it. */
class TimeLimitError extends Error {
  readonly code = 'ETIMEDOUT';
}

/** What a promise gives, or a rejection when it is not there in time (in milliseconds): not every provider of VS Code answers. */
export async function within<T>(milliseconds: number, what: string, promise: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new TimeLimitError(`${what}: no answer within ${milliseconds / 1000} s`));
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
