package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.crosstide.kafka.ClusterException;
import io.crosstide.mirror.Failure;
import io.crosstide.reconcile.AclPlan;
import io.crosstide.reconcile.ConfigChange.SetConfig;
import io.crosstide.reconcile.ConfigPlan;
import io.crosstide.reconcile.FlowPlan;
import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.ReplicationPlan;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlanApplicationTest {
  private static final CreateTopic CREATE =
      new CreateTopic("nyc.new", 1, OptionalInt.empty(), Map.of(), "mirror of new");
  private static final SetConfig SET = new SetConfig("nyc.old", "retention.ms", "1", "2", "test");

  @Test
  void shouldTellWhatWasDoneBeforeTheRestCouldNotBe() {
    PlanApplication done =
        PlanApplication.of(
            plan(),
            plan -> List.of(new FlowSync.Applied(CREATE, new Outcome.Done("nyc.new", ""))),
            plan -> {
              throw new ClusterException(
                  new Failure(Failure.Kind.REFUSED, "TOPIC_AUTHORIZATION_FAILED", "WRITE is needed"),
                  null);
            });

    assertThat(done.applied())
        .extracting(FlowSync.Applied::change, FlowSync.Applied::done)
        .containsExactly(
            tuple(CREATE, true),
            tuple(SET, false));
    assertThat(done.applied().getLast().reason()).contains("WRITE is needed");
    assertThat(done.trouble().orElseThrow()).contains("on record").contains("WRITE is needed");
  }

  @Test
  void shouldMakeTopicsBeforeTheRest() {
    PlanApplication done =
        PlanApplication.of(
            plan(),
            plan -> List.of(new FlowSync.Applied(CREATE, new Outcome.Done("nyc.new", ""))),
            plan -> List.of(new FlowSync.Applied(SET, new Outcome.Done("nyc.old", ""))));

    assertThat(done.applied()).extracting(FlowSync.Applied::change).containsExactly(CREATE, SET);
    assertThat(done.trouble()).isEmpty();
  }

  private static FlowPlan plan() {
    return new FlowPlan(
        new ReplicationPlan(List.of(CREATE), List.of(), List.of()),
        new ConfigPlan(List.of(SET), List.of(), List.of(), Map.of()),
        AclPlan.NONE,
        List.of());
  }
}
