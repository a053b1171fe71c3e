package io.crosstide.reconcile;

import static io.crosstide.reconcile.Configs.mirror;
import static io.crosstide.reconcile.Configs.plan;
import static io.crosstide.reconcile.Configs.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.reconcile.ConfigChange.ResetConfig;
import io.crosstide.reconcile.ConfigChange.SetConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigPlannerTest {
  @Test
  void shouldFollowWhatIsSetAtTheSource() {
    ConfigPlan plan =
        plan(
            topic("orders", "retention.ms=60000"),
            mirror("nyc.orders", "retention.ms~7"),
            Map.of());

    assertThat(plan.changes())
        .containsExactly(
            new SetConfig("nyc.orders", "retention.ms", "60000", "7", "orders sets it"));
    assertThat(plan.records())
        .containsExactly(
            Map.entry(
                "nyc.orders",
                new ConfigRecord("id-of-nyc.orders", Map.of("retention.ms", "60000"))));
    assertThat(plan.leftAlone()).isEmpty();
  }

  @Test
  void shouldPlanNothingOnceItIsDoneAndRecorded() {
    ConfigPlan plan =
        plan(
            topic("orders", "retention.ms=60000"),
            mirror("nyc.orders", "retention.ms=60000"),
            Map.of("retention.ms", "60000"));

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.records()).isEmpty();
  }

  @Test
  void shouldTakeForItsOwnWhatItFindsEqualOnItsTopic() {
    ConfigPlan plan =
        plan(
            topic("orders", "retention.ms=60000"),
            mirror("nyc.orders", "retention.ms=60000"),
            Map.of());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.records()).containsKey("nyc.orders");
  }

  @Test
  void shouldRemoveWhatItHadSetAndTheSourceHasReset() {
    ConfigPlan plan =
        plan(
            topic("orders", "retention.ms~604800000"),
            mirror("nyc.orders", "retention.ms=60000"),
            Map.of("retention.ms", "60000"));

    assertThat(plan.changes())
        .containsExactly(
            new ResetConfig(
                "nyc.orders",
                "retention.ms",
                "60000",
                "orders no longer sets it, and the flow had set it here"));
    assertThat(plan.records())
        .as("forgotten when it is gone, not before: it could not be told from somebody else's")
        .isEmpty();
  }

  @Test
  void shouldForgetWhatIsGone() {
    ConfigPlan plan =
        plan(
            topic("orders", "retention.ms~604800000"),
            mirror("nyc.orders", "retention.ms~604800000"),
            Map.of("retention.ms", "60000"));

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.records()).containsExactly(Map.entry("nyc.orders", ConfigRecord.NONE));
  }

  @Test
  void shouldNeverWipeWhatSomebodySetAtTheTarget() {
    ConfigPlan never =
        plan(
            topic("orders"), mirror("nyc.orders", "retention.bytes=5", "retention.ms=9"), Map.of());
    ConfigPlan changedSince =
        plan(
            topic("orders"),
            mirror("nyc.orders", "retention.ms=9"),
            Map.of("retention.ms", "60000"));

    assertThat(never.changes()).isEmpty();
    assertThat(never.leftAlone())
        .extracting(LeftAlone::toString)
        .containsExactly(
            "leave nyc.orders retention.bytes: somebody set it at the target, the source does not"
                + " set it",
            "leave nyc.orders retention.ms: somebody set it at the target, the source does not set"
                + " it");
    assertThat(changedSince.changes()).isEmpty();
    assertThat(changedSince.leftAlone()).singleElement().asString().contains("changed it");
    assertThat(changedSince.records()).containsExactly(Map.entry("nyc.orders", ConfigRecord.NONE));
  }

  @Test
  void shouldTakeBatchesAsLargeAsTheSourceDoesByDefault() {
    ConfigPlan raised =
        plan(
            topic("orders", "max.message.bytes~5000000"),
            mirror("nyc.orders", "max.message.bytes=1048588"),
            Map.of("max.message.bytes", "1048588"));
    ConfigPlan larger =
        plan(topic("orders"), mirror("nyc.orders", "max.message.bytes~5000000"), Map.of());
    ConfigPlan theirs =
        plan(topic("orders"), mirror("nyc.orders", "max.message.bytes=5000000"), Map.of());
    ConfigPlan asCreated =
        plan(topic("orders"), mirror("nyc.orders", "max.message.bytes=1048588"), Map.of());

    assertThat(raised.changes())
        .containsExactly(
            new SetConfig(
                "nyc.orders",
                "max.message.bytes",
                "5000000",
                "1048588",
                "orders takes batches of that size by default"));
    assertThat(larger.changes()).isEmpty();
    assertThat(theirs.changes()).isEmpty();
    assertThat(theirs.records()).isEmpty();
    assertThat(asCreated.changes()).isEmpty();
    assertThat(asCreated.records()).as("so that it can follow later").containsKey("nyc.orders");
  }

  @Test
  void shouldCopyNoSecretAndNothingThatTheBrokersDontKnow() {
    ObservedTopic source =
        new ObservedTopic(
            "orders",
            "id",
            1,
            Map.of(
                "token", new ConfigValue("", true, true),
                "errors.deadletterqueue", new ConfigValue("x", true, false)));

    ConfigPlan plan = plan(source, mirror("nyc.orders"), Map.of());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.records()).isEmpty();
    assertThat(plan.leftAlone())
        .extracting(LeftAlone::toString)
        .containsExactly(
            "leave nyc.orders errors.deadletterqueue: the target's brokers don't know it",
            "leave nyc.orders token: it is a secret");
  }
}
