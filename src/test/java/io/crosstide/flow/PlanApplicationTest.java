package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.crosstide.kafka.ClusterException;
import io.crosstide.mirror.Failure;
import io.crosstide.reconcile.AclPlan;
import io.crosstide.reconcile.ConfigChange;
import io.crosstide.reconcile.ConfigChange.SetConfig;
import io.crosstide.reconcile.ConfigPlan;
import io.crosstide.reconcile.FlowPlan;
import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.ReplicationPlan;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PlanApplicationTest {
  private static final CreateTopic CREATE =
      new CreateTopic("nyc.new", 1, OptionalInt.empty(), Map.of(), "mirror of new");
  private static final SetConfig SET = new SetConfig("nyc.old", "retention.ms", "1", "2", "test");

  private static final FlowSync.Applied CREATED =
      new FlowSync.Applied(CREATE, new Outcome.Done("nyc.new", ""));
  private static final FlowPlan PLAN = plan(SET).with("known before");

  @Test
  void shouldTellWhatWasDoneBeforeTheRestCouldNotBe() {
    PlanApplication done = apply(List.of(CREATED), PLAN, PlanApplicationTest::refused);

    assertThat(done.applied())
        .extracting(FlowSync.Applied::change, FlowSync.Applied::done)
        .containsExactly(tuple(CREATE, true), tuple(SET, false));
    assertThat(done.applied().getLast().reason()).contains("WRITE is needed");
    assertThat(done.troubles())
        .singleElement()
        .asString()
        .contains("can't be put on record")
        .contains("WRITE is needed");
  }

  /** What was set on a topic that is created can only be stored once the topic has its id. */
  @Test
  void shouldPlanTheRestAnewOnceTopicsWereCreated() {
    SetConfig other = new SetConfig("nyc.new", "retention.ms", "1", "2", "test");

    PlanApplication done =
        apply(List.of(CREATED), plan(other).with("not shown yet"), PlanApplicationTest::made);

    assertThat(done.applied()).extracting(FlowSync.Applied::change).containsExactly(CREATE, other);
    assertThat(done.troubles()).containsExactly("not shown yet");
  }

  @Test
  void shouldNotPlanAnewWhenNoTopicWasTouched() {
    FlowSync.Applied refused =
        new FlowSync.Applied(CREATE, new Outcome.Refused("nyc.new", "no CREATE"));

    PlanApplication done = apply(List.of(refused), plan(), PlanApplicationTest::made);

    assertThat(done.applied()).extracting(FlowSync.Applied::change).containsExactly(CREATE, SET);
    assertThat(done.troubles()).isEmpty();
  }

  private static PlanApplication apply(
      List<FlowSync.Applied> topics,
      FlowPlan again,
      Function<FlowPlan, List<FlowSync.Applied>> rest) {
    return PlanApplication.of(
        PLAN,
        new PlanApplication.Steps(
            plan -> topics,
            made -> {
              assertThat(made).containsExactly("nyc.new");
              return again;
            },
            rest));
  }

  private static List<FlowSync.Applied> made(FlowPlan plan) {
    return plan.configs().changes().stream()
        .map(each -> new FlowSync.Applied(each, new Outcome.Done(each.topic(), "")))
        .toList();
  }

  private static List<FlowSync.Applied> refused(FlowPlan plan) {
    throw new ClusterException(
        new Failure(Failure.Kind.REFUSED, "TOPIC_AUTHORIZATION_FAILED", "WRITE is needed"), null);
  }

  private static FlowPlan plan(ConfigChange... changes) {
    return new FlowPlan(
        new ReplicationPlan(List.of(CREATE), List.of(), List.of()),
        new ConfigPlan(List.of(changes), List.of(), List.of(), Map.of()),
        AclPlan.NONE,
        List.of());
  }
}
