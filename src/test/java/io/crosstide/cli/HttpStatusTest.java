package io.crosstide.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.crosstide.status.SyncStatus;
import io.crosstide.status.TopologyStatus;
import io.crosstide.status.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever answers at the address, the command ends soon and says what it met. */
class HttpStatusTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final String ANSWER =
      """
      {"takenAt":"2026-11-23T12:00:00.123Z","topology":"t.yaml","tomorrow":{"new":1},"flows":[
       {"name":"nyc->lon","sourceReachable":true,"targetReachable":false,"looping":true,"records":7,
        "bytes":9,"lagRecords":1,"lagSeconds":0.5,"lanesByState":{"copying":1},"conditions":["c"],
        "verdict":"away","lanes":[
         {"topic":"orders","partition":0,"targetTopic":"nyc.orders","state":"copying","reason":"",
          "records":7,"bytes":9,"batches":{"passed":1},"dropped":{},"retries":0,"position":7,
          "sourceEnd":8,"lagRecords":1,"oldestUnmirroredMs":5,"unfenced":true,
          "losses":{"openGaps":0,"gapOffsets":3,"quarantined":0}}]}]}
      """;

  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private URI base;

  private interface Handler {
    void answer(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void shouldReadWhatTheProgramSays() {
    answers(exchange -> send(exchange, 200, ANSWER));

    RemoteStatus.Look look = new HttpStatus().at(base, TIMEOUT);

    assertThat(look.now().topology()).isEqualTo("t.yaml");
    assertThat(look.now().flows().get(0).getVerdict()).isEqualTo(Verdict.AWAY);
    assertThat(look.now().flows().get(0).lanes().get(0).losses().gapOffsets()).isEqualTo(3);
    assertThat(look.now().revision()).isEqualTo(TopologyStatus.fixed("t.yaml"));
    assertThat(look.now().flows().get(0).sync()).isEqualTo(SyncStatus.NOT_YET);
  }

  @Test
  void shouldFindItBehindAPathToo() {
    server.createContext("/nyc/status", exchange -> send(exchange, 200, ANSWER));

    assertThat(new HttpStatus().at(URI.create(base + "/nyc/"), TIMEOUT).before().flows())
        .hasSize(1);
  }

  @Test
  void shouldSayThatNothingListens() throws IOException {
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      base = URI.create("http://127.0.0.1:" + unused.getLocalPort());
    }

    fails("nothing listens at " + base + "/status: say --url where crosstide run serves HTTP");
  }

  @Test
  void shouldSayWhatItAnswered() {
    answers(exchange -> send(exchange, 503, "no"));

    fails(base + "/status answers 503");
  }

  @Test
  void shouldFollowNobody() {
    answers(
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
          send(exchange, 302, "");
        });

    fails("answers 302");
  }

  @Test
  void shouldSayThatItIsSomebodyElse() {
    answers(exchange -> send(exchange, 200, "<html>Welcome</html>"));

    fails("does not answer with a status of Crosstide");
  }

  @Test
  void shouldSayThatSomethingIsMissing() {
    answers(exchange -> send(exchange, 200, "{\"takenAt\":\"2026-11-23T12:00:00Z\"}"));

    fails("does not answer with a status of Crosstide");
  }

  @Test
  void shouldNotWaitForAnAnswerThatDoesNotCome() {
    answers(exchange -> awaitTheEnd());

    fails("did not answer within 1 s");
  }

  /** The head came in time. */
  @Test
  void shouldNotWaitForAnAnswerThatDoesNotEnd() {
    answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(ANSWER.getBytes(UTF_8));
          exchange.getResponseBody().flush();
          awaitTheEnd();
        });

    fails("did not answer within 1 s");
  }

  @Test
  void shouldNotReadMoreThanItHasRoomFor() {
    answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            byte[] spaces = " ".repeat(1 << 20).getBytes(UTF_8);
            for (int sent = 0; sent <= HttpStatus.MAX_BYTES; sent += spaces.length) {
              body.write(spaces);
            }
            awaitTheEnd();
          }
        });

    assertThatThrownBy(() -> new HttpStatus().at(base, Duration.ofSeconds(30)))
        .hasMessageContaining("answers with more than");
  }

  private void answers(Handler handler) {
    server.createContext("/status", handler::answer);
  }

  private void fails(String words) {
    assertThatThrownBy(() -> new HttpStatus().at(base, TIMEOUT))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(words);
  }

  private void awaitTheEnd() {
    try {
      over.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
