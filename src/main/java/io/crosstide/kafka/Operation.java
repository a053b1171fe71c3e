package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.function.Consumer;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * A question to the cluster, of one request or several in turn. Errors that pass are tried again
 * with backoff until the deadline, the client's request time-out after the first question was sent,
 * or after nobody could be asked for the first time; ends exactly once.
 */
abstract class Operation {
  private static final long FIRST_BACKOFF_MS = 20;
  private static final long MAX_BACKOFF_MS = 1_000;
  private static final double JITTER = 0.2;
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(FIRST_BACKOFF_MS, 2, MAX_BACKOFF_MS, JITTER);

  /** How often to look whether a leader or coordinator is known and can be reached. */
  private static final long NODE_RETRY_MS = 20;

  private static final long NOT_TRIED = -1;

  private final ClusterClient client;
  private Consumer<Operation> whenAnswered = operation -> {};
  private long deadlineMs = NOT_TRIED;
  private long nextTryMs;
  private int attempts;
  private boolean waiting;
  private boolean asked;
  private Node busy;
  private boolean ended;
  private Failure last =
      Failures.transientFailure(Errors.REQUEST_TIMED_OUT.name(), "no answer in time");

  Operation(ClusterClient client) {
    this.client = client;
  }

  /**
   * @param answered called after each question that {@link #asks} was answered, or will not be
   */
  final void begin(Consumer<Operation> answered) {
    whenAnswered = answered;
  }

  /** Whom to ask next, {@code null} when not known yet. */
  abstract Node node();

  /** Why {@link #node} knows none. */
  abstract Failure missingNode();

  abstract AbstractRequest.Builder<?> request();

  /** Calls {@link #next}, {@link #retry}, {@link #fail} or {@link #succeed}. */
  abstract void answered(AbstractResponse response);

  /** Called once, unless the operation succeeds. */
  abstract void failed(Failure failure);

  /** The broker could not be reached or did not answer. */
  void lost() {
    client.refreshMetadata();
  }

  final ClusterClient client() {
    return client;
  }

  final boolean ended() {
    return ended;
  }

  /** Whether a question is under way. */
  final boolean asks() {
    return waiting;
  }

  /**
   * The broker that has as many questions as it may, or is being connected to; null when there was
   * something else to wait for.
   */
  final Node busy() {
    return busy;
  }

  /** Sends what is due; milliseconds until there is something to do again. */
  final long tick(long now) {
    busy = null;
    if (ended || waiting) {
      return Long.MAX_VALUE;
    }
    if (asked && now >= deadlineMs) {
      fail(last);
      return Long.MAX_VALUE;
    }
    long wait = now < nextTryMs ? nextTryMs - now : attempt();
    if (asked) {
      return Math.min(deadlineMs - now, wait);
    }
    return waiting ? firstAsked(now, wait) : notYetAsked(now, wait);
  }

  private long firstAsked(long now, long wait) {
    asked = true;
    deadlineMs = now + client.requestTimeoutMs();
    return wait;
  }

  private long notYetAsked(long now, long wait) {
    if (busy != null) {
      deadlineMs = NOT_TRIED;
      return wait;
    }
    if (deadlineMs == NOT_TRIED) {
      deadlineMs = now + client.requestTimeoutMs();
    } else if (now >= deadlineMs) {
      fail(last);
    }
    return wait;
  }

  private long attempt() {
    Node node = node();
    if (node == null) {
      last = missingNode();
      return NODE_RETRY_MS;
    }
    if (!client.ready(node)) {
      Failure unreachable = client.notReady(node);
      if (unreachable == null) {
        busy = node;
      } else {
        last = unreachable;
        lost();
      }
      return Math.min(client.retryDelayMs(node), NODE_RETRY_MS);
    }
    waiting = true;
    client.send(node, request(), this::completed);
    return Long.MAX_VALUE;
  }

  private void completed(ClientResponse response) {
    waiting = false;
    try {
      take(response);
    } finally {
      whenAnswered.accept(this);
    }
  }

  private void take(ClientResponse response) {
    if (ended) {
      return;
    }
    if (response.hasResponse()) {
      answered(response.responseBody());
      return;
    }
    Failure failure = Failures.unanswered(response);
    if (failure.kind() == Failure.Kind.TRANSIENT) {
      lost();
      retry(failure);
    } else {
      fail(failure);
    }
  }

  /** The answer was good and another question follows at once. */
  final void next() {
    attempts = 0;
    nextTryMs = 0;
  }

  final void retry(Failure reason) {
    last = reason;
    nextTryMs = client.now() + BACKOFF.backoff(attempts);
    attempts++;
  }

  final void retryOrFail(Failure failure) {
    if (failure.kind() == Failure.Kind.TRANSIENT) {
      retry(failure);
    } else {
      fail(failure);
    }
  }

  final void succeed() {
    ended = true;
  }

  final void fail(Failure failure) {
    if (!ended) {
      ended = true;
      failed(failure);
    }
  }
}
