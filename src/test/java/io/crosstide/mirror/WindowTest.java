package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.batch.Hold;
import io.crosstide.batch.Piece;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
  private final Window window = new Window();
  private int open;

  @Test
  void shouldSettleInOrder() {
    send(0, 1, 2);
    window.acknowledge(1, 11);
    assertThat(window.settle()).isNull();

    window.acknowledge(0, 10);

    assertThat(window.settle().targetOffset()).isEqualTo(10);
    assertThat(window.settle().targetOffset()).isEqualTo(11);
    assertThat(window.settle()).isNull();
  }

  @Test
  void shouldHoldNoMoreThanABrokerRemembers() {
    send(0, 1, 2, 3, 4);

    assertThatThrownBy(() -> send(5)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldTellTheFailureOfTheOldestRecords() {
    send(0, 1);
    window.fail(1, failure(Failure.Kind.LOST_SEQUENCE));
    window.fail(0, failure(Failure.Kind.TRANSIENT));

    assertThat(window.firstFailure().kind()).isEqualTo(Failure.Kind.TRANSIENT);
    assertThat(window.answered()).isTrue();
  }

  @Test
  void shouldSendAgainOnlyWhatFailed() {
    send(0, 1, 2);
    window.fail(0, failure(Failure.Kind.TRANSIENT));
    window.acknowledge(1, 11);
    window.fail(2, failure(Failure.Kind.LOST_SEQUENCE));
    var again = new ArrayList<Integer>();

    window.resend(batch -> again.add(batch.baseSequence()));

    assertThat(again).containsExactly(0, 2);
    assertThat(window.answered()).isFalse();
  }

  @Test
  void shouldNoticeABatchThatOvertookARefusedOne() {
    send(0, 1);
    window.fail(0, failure(Failure.Kind.REFUSED));
    window.acknowledge(1, 11);

    assertThat(window.overtaken()).isTrue();
  }

  @Test
  void shouldNotCallItOvertakenWhenAnEarlierAttemptMayHaveArrived() {
    send(0, 1);
    window.fail(0, failure(Failure.Kind.TRANSIENT));
    window.acknowledge(1, 11);
    window.resend(batch -> {});
    window.fail(0, failure(Failure.Kind.CORRUPT));

    assertThat(window.overtaken()).isFalse();
    assertThat(window.uncertain()).isTrue();
  }

  @Test
  void shouldIgnoreAnAnswerToWhatWasNotSent() {
    send(0);

    assertThat(window.acknowledge(3, 13)).isFalse();
    assertThat(window.fail(3, failure(Failure.Kind.TRANSIENT))).isFalse();
  }

  @Test
  void shouldGiveAllBuffersBack() {
    send(0, 1);

    window.clear();

    assertThat(open).isZero();
    assertThat(window.isEmpty()).isTrue();
  }

  private void send(int... sequences) {
    for (int sequence : sequences) {
      var batch =
          new OutBatch(
              ByteBuffer.allocate(0),
              sequence,
              1,
              List.of(new Piece(sequence, 1)),
              sequence + 1,
              0,
              hold());
      window.sent(batch, "passed", 0, 0);
      open++;
    }
  }

  private Hold hold() {
    var lease = new SharedLease(() -> open--);
    Hold hold = lease.retain();
    lease.release();
    return hold;
  }

  private static Failure failure(Failure.Kind kind) {
    return new Failure(kind, kind.name(), "test");
  }
}
