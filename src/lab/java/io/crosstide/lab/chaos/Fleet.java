package io.crosstide.lab.chaos;

import io.crosstide.lab.ChildProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The mirror's instances. One that ends by itself is started again at once, as whatever supervises it
 * would do, and counted.
 */
final class Fleet implements AutoCloseable {
  private static final long WATCH_MS = 500;

  private final List<Member> members = new ArrayList<>();
  private final AtomicInteger endedByThemselves = new AtomicInteger();
  private final Consumer<String> say;
  private final Thread watch = Thread.ofPlatform().daemon().name("chaos-fleet").unstarted(this::watch);
  private volatile boolean closed;

  private static final class Member {
    private final ChildProcess process;
    private boolean wanted;

    Member(ChildProcess process) {
      this.process = process;
    }
  }

  Fleet(List<ChildProcess> processes, Consumer<String> say) {
    this.say = say;
    processes.forEach(process -> members.add(new Member(process)));
  }

  void start() {
    for (int number = 0; number < members.size(); number++) {
      start(number);
    }
    watch.start();
  }

  /** Starts one that was killed or stopped. */
  void start(int number) {
    Member member = members.get(number);
    synchronized (member) {
      member.process.start();
      member.wanted = true;
    }
  }

  void kill(int number) {
    Member member = members.get(number);
    synchronized (member) {
      member.wanted = false;
      member.process.kill();
    }
  }

  /** SIGTERM; returns when it has ended. */
  void stop(int number) {
    Member member = members.get(number);
    synchronized (member) {
      member.wanted = false;
      member.process.close();
    }
  }

  void freeze(int number) {
    members.get(number).process.freeze();
  }

  void thaw(int number) {
    members.get(number).process.thaw();
  }

  int size() {
    return members.size();
  }

  int endedByThemselves() {
    return endedByThemselves.get();
  }

  private void watch() {
    try {
      while (!closed) {
        TimeUnit.MILLISECONDS.sleep(WATCH_MS);
        for (int number = 0; number < members.size(); number++) {
          revive(number);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void revive(int number) {
    Member member = members.get(number);
    synchronized (member) {
      if (member.wanted && !member.process.alive() && !closed) {
        endedByThemselves.incrementAndGet();
        say.accept("instance " + number + " ended by itself: " + member.process.lastWords());
        member.process.start();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (int number = 0; number < members.size(); number++) {
      stop(number);
    }
  }
}
