package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.Failure.Kind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.protocol.Errors;

/** Exceptions of Kafka's public clients as failures, in words an operator can act on. */
final class ClientErrors {
  /** Causes of causes that are told. */
  private static final int MAX_DEPTH = 4;

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
    return new Failure(kind(cause), name(cause), doing + " failed: " + told(cause));
  }

  /** A client that can't be made says only that; the reason lies beneath. */
  private static String told(Throwable error) {
    StringBuilder text = new StringBuilder(String.valueOf(error.getMessage()));
    Throwable cause = error.getClass() == KafkaException.class ? error.getCause() : null;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      text.append(": ").append(reason(cause));
      cause = cause.getCause();
    }
    return text.toString();
  }

  /**
   * In the words of Kafka, which hides passwords, or of what reads files, keys and hosts. Others
   * may quote what they could not read, a secret for one.
   */
  private static String reason(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    if (cause instanceof KafkaException) {
      return String.valueOf(cause.getMessage());
    }
    return cause instanceof IOException || cause instanceof GeneralSecurityException
        ? name + " " + cause.getMessage()
        : name;
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
