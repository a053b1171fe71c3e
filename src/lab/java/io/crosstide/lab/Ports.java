package io.crosstide.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Free loopback ports that stay free. They lie below the ephemeral range of Linux and macOS: a port
 * inside it can be taken by an outgoing connection while its broker is down, even by the very client
 * that tries to reach the broker (a TCP self-connect). Each JVM takes them from ranges of its own,
 * so that none is handed out by another while its broker is down.
 */
public final class Ports {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int RANGE = 250;

  /** A range is this JVM's as long as it listens on the range's first port. */
  private static final List<ServerSocket> GUARDS = new ArrayList<>();

  private static final Deque<Integer> UNUSED = new ArrayDeque<>();

  private Ports() {}

  /** A port nobody listens on and that this JVM has not been given before. */
  public static synchronized int free() {
    while (true) {
      while (!UNUSED.isEmpty()) {
        int port = UNUSED.pop();
        if (isFree(port)) {
          return port;
        }
      }
      takeRange();
    }
  }

  private static void takeRange() {
    for (int first : shuffled(IntStream.iterate(LOWEST, at -> at < HIGHEST, at -> at + RANGE))) {
      Optional<ServerSocket> guard = listener(new InetSocketAddress(loopback(), first));
      if (guard.isPresent()) {
        GUARDS.add(guard.get());
        UNUSED.addAll(shuffled(IntStream.range(first + 1, first + RANGE)));
        return;
      }
    }
    throw new IllegalStateException(
        "no free range of ports between %d and %d".formatted(LOWEST, HIGHEST));
  }

  private static List<Integer> shuffled(IntStream numbers) {
    List<Integer> list = new ArrayList<>(numbers.boxed().toList());
    Collections.shuffle(list);
    return list;
  }

  /** Whether nobody listens on the port at any local address at this moment. */
  public static boolean isFree(int port) {
    return bindable(new InetSocketAddress(loopback(), port))
        && bindable(new InetSocketAddress(port));
  }

  private static boolean bindable(InetSocketAddress address) {
    Optional<ServerSocket> listener = listener(address);
    listener.ifPresent(Ports::close);
    return listener.isPresent();
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  /** Empty when somebody listens there. */
  private static Optional<ServerSocket> listener(InetSocketAddress address) {
    ServerSocket socket;
    try {
      socket = new ServerSocket();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      socket.setReuseAddress(true);
      socket.bind(address, 1);
      return Optional.of(socket);
    } catch (IOException taken) {
      close(socket);
      return Optional.empty();
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
