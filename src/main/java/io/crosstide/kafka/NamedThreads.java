package io.crosstide.kafka;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Single daemon threads with names that tell in a thread dump whose they are. */
final class NamedThreads {
  private static final long IDLE_SECONDS = 30;

  private NamedThreads() {}

  static ScheduledExecutorService scheduler(String name) {
    return new ScheduledThreadPoolExecutor(1, named(name));
  }

  /** One thread that ends when idle; refuses more than {@code queued} tasks that wait. */
  static ThreadPoolExecutor worker(String name, int queued) {
    ThreadPoolExecutor worker =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queued), named(name));
    worker.allowCoreThreadTimeOut(true);
    return worker;
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
