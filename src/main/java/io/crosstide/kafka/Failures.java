package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.Failure.Kind;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.Errors;

/**
 * Kafka's errors in the terms a lane decides by. What is retriable in the protocol's own table
 * (https://kafka.apache.org/protocol#protocol_error_codes) is TRANSIENT, the rest REFUSED, but for
 * the errors named here.
 */
final class Failures {
  static final String NETWORK = "NETWORK";

  private Failures() {}

  static Kind kindOf(Errors error) {
    return switch (error) {
      case OUT_OF_ORDER_SEQUENCE_NUMBER, UNKNOWN_PRODUCER_ID, INVALID_PRODUCER_ID_MAPPING ->
          Kind.LOST_SEQUENCE;
      case INVALID_PRODUCER_EPOCH, PRODUCER_FENCED -> Kind.FENCED;
      case CORRUPT_MESSAGE -> Kind.CORRUPT;
      case OFFSET_OUT_OF_RANGE -> Kind.OUT_OF_RANGE;
      // Not retriable for a producer client, yet nothing says that the write did not happen, or
      // that it would fail a second time.
      case UNKNOWN_SERVER_ERROR, INVALID_TXN_STATE, INCONSISTENT_TOPIC_ID -> Kind.TRANSIENT;
      default -> error.exception() instanceof RetriableException ? Kind.TRANSIENT : Kind.REFUSED;
    };
  }

  static Failure of(Errors error, String detail) {
    return new Failure(kindOf(error), error.name(), detail);
  }

  static Failure transientFailure(String error, String detail) {
    return new Failure(Kind.TRANSIENT, error, detail);
  }

  static Failure network(String detail) {
    return transientFailure(NETWORK, detail);
  }

  /** Why a request came back without a response. */
  static Failure unanswered(ClientResponse response) {
    if (response.versionMismatch() != null) {
      return new Failure(
          Kind.REFUSED,
          Errors.UNSUPPORTED_VERSION.name(),
          "broker " + response.destination() + ": " + response.versionMismatch().getMessage());
    }
    if (response.authenticationException() != null) {
      return network(
          "authentication at broker "
              + response.destination()
              + " failed: "
              + response.authenticationException().getMessage());
    }
    if (response.wasTimedOut()) {
      return transientFailure(
          Errors.REQUEST_TIMED_OUT.name(),
          "broker " + response.destination() + " did not answer within the request time-out");
    }
    return network("connection to broker " + response.destination() + " was lost");
  }

  /** Of a lane that was started before somebody had looked where. */
  static Failure unread() {
    String detail = "where MirrorMaker 2 has copied to was not read";
    return new Failure(Kind.REFUSED, "START_UNKNOWN", detail);
  }

  static Failure closed() {
    return network("the connection to the cluster is being closed");
  }
}
