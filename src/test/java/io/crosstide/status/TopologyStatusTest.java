package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.crosstide.status.TopologyStatus.Refused;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyStatusTest {
  private static final Instant NOON = Statuses.NOON;
  private static final Instant LATER = NOON.plusSeconds(60);

  private final TopologyStatus running = TopologyStatus.running("t.yaml", "aaa", NOON);

  @Test
  void shouldGoOnWithWhatRunsWhenARevisionIsRefused() {
    TopologyStatus refused = running.refused("bbb", "bad", LATER);

    assertThat(refused.revision()).isEqualTo("aaa");
    assertThat(refused.since()).isEqualTo(NOON);
    assertThat(refused.refused()).isEqualTo(new Refused("bbb", "bad", LATER));
    assertThat(refused.lookedAt()).isEqualTo(LATER);
  }

  @Test
  void shouldRememberSinceWhenARevisionIsRefused() {
    TopologyStatus twice = running.refused("bbb", "bad", NOON).refused("bbb", "worse", LATER);

    assertThat(twice.refused()).isEqualTo(new Refused("bbb", "worse", NOON));
  }

  @Test
  void shouldRememberWhatTheRunningRevisionChanged() {
    TopologyStatus taken = running.taken("bbb", List.of("nyc->lon appears"), NOON);

    assertThat(taken.confirmed(LATER).changes()).containsExactly("nyc->lon appears");
    assertThat(taken.refused("ccc", "bad", LATER).changes()).containsExactly("nyc->lon appears");
    assertThat(taken.unreadable("away").changes()).containsExactly("nyc->lon appears");
    assertThat(taken.taken("ccc", List.of(), LATER).changes()).isEmpty();
  }

  @Test
  void shouldForgetARefusalWhenAnotherRevisionIsTakenOrTheOldOneIsBack() {
    TopologyStatus refused = running.refused("bbb", "bad", NOON);

    assertThat(refused.taken("ccc", List.of(), LATER).refused().any()).isFalse();
    assertThat(refused.taken("ccc", List.of(), LATER).since()).isEqualTo(LATER);
    assertThat(refused.confirmed(LATER).refused().any()).isFalse();
    assertThat(refused.confirmed(LATER).since()).isEqualTo(NOON);
  }

  @Test
  void shouldKeepARefusalWhileNothingCanBeRead() {
    TopologyStatus away = running.refused("bbb", "bad", NOON).unreadable("no route");

    assertThat(away.unreadable()).isEqualTo("no route");
    assertThat(away.refused().any()).isTrue();
    assertThat(away.lookedAt()).isEqualTo(NOON);
    assertThat(away.refused("bbb", "bad", LATER).unreadable()).isEmpty();
    assertThat(away.confirmed(LATER).unreadable()).isEmpty();
  }

  @Test
  void shouldBeReadAsItIsServed() throws Exception {
    ObjectMapper json =
        new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    Snapshot snapshot = Statuses.snapshot().with(running.refused("bbb", "bad", LATER));

    assertThat(json.readValue(json.writeValueAsString(snapshot), Snapshot.class))
        .isEqualTo(snapshot);
  }
}
