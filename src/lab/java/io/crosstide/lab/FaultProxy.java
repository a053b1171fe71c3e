package io.crosstide.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy with faults, for a broker's advertised listener: latency, a bandwidth limit, silence
 * (half-open connections), resets, refused connections. One thread serves all connections; a call
 * returns once its fault is in force. Latency and bandwidth are those of one link, see {@link Link}.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 1_024;
  private static final int BACKLOG = 128;
  private static final long COMMAND_TIMEOUT_SECONDS = 10;
  private static final long MAX_IDLE_MS = 1_000;

  private final InetSocketAddress listen;
  private final InetSocketAddress target;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

  // Below: touched by the proxy's thread only.
  private final Set<ProxyConnection> connections = new LinkedHashSet<>();
  private final Link outward = new Link();
  private final Link homeward = new Link();
  private ServerSocketChannel server;
  private boolean silent;
  private boolean closed;

  /** Listens on the port of 127.0.0.1 and passes on to 127.0.0.1:targetPort. */
  public FaultProxy(int port, int targetPort) {
    this.listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.thread = Thread.ofPlatform().name("fault-proxy-" + port).daemon().unstarted(this::loop);
    thread.start();
    accept();
  }

  /** A proxy on a free port before the given one. */
  public static FaultProxy before(int targetPort) {
    return new FaultProxy(Ports.free(), targetPort);
  }

  public int port() {
    return listen.getPort();
  }

  /** Delays every byte, each way, by this much; throughput is not touched. */
  public void latency(Duration oneWay) {
    run(() -> List.of(outward, homeward).forEach(link -> link.latency(oneWay)));
  }

  /** Limits each way, all connections together; 0 lifts the limit. */
  public void throttle(long bytesPerSecond) {
    run(() -> List.of(outward, homeward).forEach(link -> link.throttle(bytesPerSecond)));
  }

  /** While true nothing passes, though connections stay open and new ones are accepted. */
  public void blackhole(boolean on) {
    run(() -> silent = on);
  }

  /** Resets (RST) every open connection; new ones are taken. */
  public void reset() {
    run(this::resetAll);
  }

  /** Refuses new connections and resets the open ones, as a host whose broker is down. */
  public void refuse() {
    run(
        () -> {
          ProxyConnection.closeQuietly(server);
          server = null;
          resetAll();
        });
  }

  /** Takes connections again after {@link #refuse()}. */
  public void accept() {
    run(this::bind);
  }

  /** Ends every fault. */
  public void heal() {
    throttle(0);
    latency(Duration.ZERO);
    blackhole(false);
    accept();
  }

  /** Open client connections at this moment. */
  public int connections() {
    int[] open = new int[1];
    run(() -> open[0] = connections.size());
    return open[0];
  }

  @Override
  public void close() {
    if (thread.isAlive()) {
      run(
          () -> {
            ProxyConnection.closeQuietly(server);
            resetAll();
            closed = true;
          });
    }
  }

  private void run(Runnable command) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    commands.add(
        () -> {
          try {
            command.run();
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    selector.wakeup();
    done.orTimeout(COMMAND_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }

  private void bind() {
    if (server != null) {
      return;
    }
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.configureBlocking(false);
      channel.bind(listen, BACKLOG);
      channel.register(selector, SelectionKey.OP_ACCEPT);
      server = channel;
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on " + listen, e);
    }
  }

  private void resetAll() {
    connections.forEach(ProxyConnection::reset);
    connections.clear();
  }

  private void loop() {
    try (selector) {
      while (!closed) {
        selector.select(waitMs());
        for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
          next.run();
        }
        if (!closed) {
          takeNew();
          pump();
        }
      }
    } catch (IOException e) {
      resetAll();
      throw new UncheckedIOException("fault proxy " + listen + " stopped", e);
    }
  }

  private void takeNew() throws IOException {
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid() && key.isAcceptable()) {
        SocketChannel client = server.accept();
        if (client != null) {
          connect(client);
        }
      }
    }
    selector.selectedKeys().clear();
  }

  private void connect(SocketChannel client) throws IOException {
    if (connections.size() == MAX_CONNECTIONS) {
      ProxyConnection.resetQuietly(client);
      return;
    }
    connections.add(new ProxyConnection(selector, client, target, outward, homeward));
  }

  private void pump() {
    long now = System.nanoTime();
    connections.removeIf(connection -> !connection.pump(now, silent));
  }

  private long waitMs() {
    long now = System.nanoTime();
    long soonest = TimeUnit.MILLISECONDS.toNanos(MAX_IDLE_MS);
    if (!silent) {
      for (ProxyConnection connection : connections) {
        soonest = Math.min(soonest, connection.waitNanos(now));
      }
    }
    // select(0) would wait for ever; rounding up keeps a chunk from leaving early.
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(soonest + 999_999));
  }
}
