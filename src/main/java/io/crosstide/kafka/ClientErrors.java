package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.Failure.Kind;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.protocol.Errors;

/** Exceptions of Kafka's public clients as failures, in words an operator can act on. */
final class ClientErrors {
  private ClientErrors() {}

  /**
   * @param error as thrown or as the cause of a future's failure
   * @param doing what was tried, where
   * @param rights the ACLs that this needs, named when the cluster refuses for lack of them
   */
  static Failure failure(Throwable error, String doing, String rights) {
    Throwable cause = cause(error);
    if (cause instanceof AuthorizationException) {
      return new Failure(
          Kind.REFUSED, name(cause), doing + " is not allowed; the principal needs " + rights);
    }
    return new Failure(kind(cause), name(cause), doing + " failed: " + cause.getMessage());
  }

  static ClusterException exception(Throwable error, String doing, String rights) {
    return new ClusterException(failure(error, doing, rights), error);
  }

  /** What lies beneath the wrappers of futures. */
  static Throwable cause(Throwable error) {
    Throwable cause = error;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Kind kind(Throwable cause) {
    boolean passes =
        cause instanceof RetriableException
            || cause instanceof AuthenticationException
            || cause instanceof InterruptException
            || cause instanceof WakeupException
            || cause instanceof java.util.concurrent.TimeoutException;
    // An error without a name in the protocol came from the client itself, not from a broker.
    return passes || Errors.forException(cause) == Errors.UNKNOWN_SERVER_ERROR
        ? Kind.TRANSIENT
        : Kind.REFUSED;
  }

  private static String name(Throwable cause) {
    if (cause instanceof TimeoutException
        || cause instanceof java.util.concurrent.TimeoutException) {
      return "NETWORK";
    }
    if (cause instanceof AuthenticationException) {
      return "AUTHENTICATION_FAILED";
    }
    Errors error = Errors.forException(cause);
    return error == Errors.UNKNOWN_SERVER_ERROR ? cause.getClass().getSimpleName() : error.name();
  }
}
