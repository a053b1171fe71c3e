package io.crosstide.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneLosses;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.Snapshot;
import io.crosstide.status.SyncStatus;
import io.crosstide.status.TopologyStatus;
import io.crosstide.status.Verdict;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@link RemoteStatus} over HTTP. Whatever listens there, the answer is bounded in time and size.
 */
@RegisterForReflection(
    targets = {
      Snapshot.class,
      TopologyStatus.class,
      TopologyStatus.Refused.class,
      FlowStatus.class,
      LaneStatus.class,
      LaneLosses.class,
      SyncStatus.class,
      Verdict.class
    })
final class HttpStatus implements RemoteStatus {
  /** Room for the status of some 30,000 lanes. */
  static final int MAX_BYTES = 16 << 20;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int OK = 200;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModules(new JavaTimeModule(), new Jdk8Module())
          // A newer program may say more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Override
  public Look at(URI base, Duration timeout) {
    URI url = URI.create(base.toString().replaceFirst("/*$", "/status"));
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build()) {
      try {
        Snapshot before = get(client, url, timeout);
        Thread.sleep(BETWEEN_LOOKS);
        return new Look(before, get(client, url, timeout));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailedException("interrupted while asking " + url, e);
      } finally {
        // Closing alone waits for an answer that may never end.
        client.shutdownNow();
      }
    }
  }

  private static Snapshot get(HttpClient client, URI url, Duration timeout)
      throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).header("Accept", "application/json").build();
    CompletableFuture<byte[]> answer =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(response -> body(url, response));
    try {
      return JSON.readValue(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS), Snapshot.class);
    } catch (TimeoutException e) {
      throw new CommandFailedException(
          url + " did not answer within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failed(url, e.getCause());
    } catch (IOException e) {
      throw new CommandFailedException(
          url + " does not answer with a status of Crosstide; is it its HTTP port?", e);
    }
  }

  /** Of any thread that has time: it waits for the bytes. */
  private static byte[] body(URI url, HttpResponse<InputStream> response) {
    try (InputStream bytes = response.body()) {
      if (response.statusCode() != OK) {
        throw new CommandFailedException(url + " answers " + response.statusCode(), null);
      }
      byte[] body = bytes.readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new CommandFailedException(
            url + " answers with more than " + MAX_BYTES + " bytes", null);
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CommandFailedException failed(URI url, Throwable cause) {
    if (cause instanceof CommandFailedException known) {
      return known;
    }
    return new CommandFailedException(
        cause instanceof ConnectException
            ? "nothing listens at " + url + ": say --url where crosstide run serves HTTP"
            : url + ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
        cause);
  }
}
