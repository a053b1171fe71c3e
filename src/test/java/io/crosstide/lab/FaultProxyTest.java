package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final int TIMEOUT_MS = 10_000;
  private static final int SILENCE_MS = 200;

  private EchoServer echo;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new EchoServer();
    proxy = FaultProxy.before(echo.port());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void shouldPassEveryByteBothWays() throws IOException {
    byte[] sent = new byte[3_000_000];
    new Random(1).nextBytes(sent);
    try (Socket socket = connect()) {
      CompletableFuture<Void> writing = write(socket, sent);

      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writing.join();
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void shouldDelayBothWaysWithoutSlowingTheStream() throws IOException {
    proxy.latency(Duration.ofMillis(100));
    try (Socket socket = connect()) {
      long pingMs = echoMs(socket, 1);
      // 6 MB are hundreds of chunks: one latency for each would be minutes.
      long streamMs = echoMs(socket, 6_000_000);

      assertThat(pingMs).isBetween(200L, 1_500L);
      assertThat(streamMs).isBetween(200L, 5_000L);
    }
  }

  @Test
  void shouldLimitBandwidth() throws IOException {
    proxy.throttle(1_000_000);
    try (Socket socket = connect()) {
      assertThat(echoMs(socket, 500_000)).isBetween(450L, 4_000L);
    }
  }

  @Test
  void shouldKeepConnectionsOpenAndSilentInABlackHole() throws IOException {
    try (Socket socket = connect()) {
      echoMs(socket, 1);
      proxy.blackhole(true);
      socket.getOutputStream().write(7);
      socket.setSoTimeout(SILENCE_MS);

      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      proxy.blackhole(false);
      socket.setSoTimeout(TIMEOUT_MS);
      assertThat(socket.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void shouldResetOpenConnectionsAndTakeNewOnes() throws IOException {
    try (Socket socket = connect();
        Socket next = new Socket()) {
      echoMs(socket, 1);
      proxy.reset();

      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
      next.setSoTimeout(TIMEOUT_MS);
      next.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), TIMEOUT_MS);
      echoMs(next, 1);
    }
  }

  @Test
  void shouldRefuseAndAcceptAgainOnTheSamePort() throws IOException {
    try (Socket socket = connect()) {
      echoMs(socket, 1);
      proxy.refuse();

      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
    proxy.accept();
    try (Socket socket = connect()) {
      echoMs(socket, 1);
    }
  }

  @Test
  void shouldResetTheClientWhenTheBrokerIsAway() throws IOException {
    echo.close();
    // The reset may overtake the end of the handshake.
    assertThatThrownBy(
            () -> {
              try (Socket socket = connect()) {
                socket.getInputStream().read();
              }
            })
        .isInstanceOf(SocketException.class);
    await().until(() -> proxy.connections() == 0);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(TIMEOUT_MS);
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), TIMEOUT_MS);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private static long echoMs(Socket socket, int bytes) throws IOException {
    long start = System.nanoTime();
    CompletableFuture<Void> writing = write(socket, new byte[bytes]);
    assertThat(socket.getInputStream().readNBytes(bytes)).hasSize(bytes);
    writing.join();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private static CompletableFuture<Void> write(Socket socket, byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            socket.getOutputStream().write(bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
