package io.crosstide.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedLookTest {
  private static final Revision REVISION = new Revision("id", "t.yaml", "a: 1\n");

  @Test
  void shouldLeaveALookThatHangsAndBeginNoOtherBeforeItsEnd() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    TopologySource look = new BoundedLook(deaf(looks, answers), Duration.ofMillis(200));

    assertThatThrownBy(look::newest)
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageContaining("not done within");
    assertThatThrownBy(look::newest)
        .isInstanceOf(UnreadableTopologyException.class)
        .hasMessageContaining("the look before has not ended");
    assertThat(looks).hasValue(1);
    answers.countDown();

    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsInstanceOf(UnreadableTopologyException.class)
        .until(() -> look.newest().equals(REVISION));
    assertThat(looks).hasValue(2);
  }

  @Test
  void shouldSayWhyItCannotBeRead() {
    UnreadableTopologyException why = new UnreadableTopologyException("no route", null);

    assertThatThrownBy(new BoundedLook(failing(why), Duration.ofSeconds(10))::newest).isSameAs(why);
  }

  /** Answers when the latch says so, whoever interrupts it. */
  private static TopologySource deaf(AtomicInteger looks, CountDownLatch answers) {
    return new TopologySource() {
      @Override
      public Candidate newest() {
        looks.incrementAndGet();
        while (true) {
          try {
            answers.await();
            return REVISION;
          } catch (InterruptedException deaf) {
            continue;
          }
        }
      }

      @Override
      public String location() {
        return "t.yaml";
      }
    };
  }

  private static TopologySource failing(UnreadableTopologyException why) {
    return new TopologySource() {
      @Override
      public Candidate newest() throws UnreadableTopologyException {
        throw why;
      }

      @Override
      public String location() {
        return "t.yaml";
      }
    };
  }
}
