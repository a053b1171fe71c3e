package io.crosstide.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Sends back what it gets; a thread per connection. */
final class EchoServer implements AutoCloseable {
  private static final long CLOSE_TIMEOUT_MS = 30_000;

  private final ServerSocket server;
  private final Thread accepting;

  EchoServer() throws IOException {
    server = new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress());
    accepting = Thread.ofPlatform().daemon().name("echo-accept").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofPlatform().daemon().name("echo").start(() -> echo(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException gone) {
      // The other side has reset it.
    }
  }

  /**
   * Returns once nobody listens any more: a thread that waits in accept keeps the port open beyond
   * the close, and may still take a connection.
   */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      if (!accepting.join(Duration.ofMillis(CLOSE_TIMEOUT_MS))) {
        throw new IllegalStateException("still accepting after " + CLOSE_TIMEOUT_MS + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
