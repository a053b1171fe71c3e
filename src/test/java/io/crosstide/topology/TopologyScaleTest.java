package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Large graphs are read and proved in the time that a person waits for; refused ones too. */
class TopologyScaleTest {
  /** Of this thread's own time: other work on the machine doesn't count. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static ReadResult read(String yaml) {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    ReadResult result = TopologyReader.read("t.yaml", yaml);
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Duration took = Duration.ofNanos(end - begin);
    assertThat(took).as("time for %s", result.problems()).isLessThan(PATIENCE);
    return result;
  }

  private static String clusters(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "  c" + i + ": {bootstrap: \"c" + i + ":9092\"}\n")
        .collect(Collectors.joining("", "clusters:\n", ""));
  }

  private static String aliases(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "c" + i).toList().toString();
  }

  @Test
  void shouldReadAHubOfFiveHundredSpokes() {
    ReadResult result =
        read(
            clusters(501)
                + "defaults: {forward: true}\n"
                + "flows: {\"c0->*\": {rename: {a: b}, exclude: [b]}}\n"
                + "patterns: [hub-and-spoke: {hub: c0, direction: both, spokes: %s}]"
                    .formatted(aliases(1, 501)));

    assertThat(result.problems()).isEmpty();
    assertThat(result.topology().orElseThrow().flows()).hasSize(1000);
  }

  @Test
  void shouldReadAMergingHubOfFiveHundredSpokes() {
    ReadResult result =
        read(
            clusters(501)
                + "defaults: {naming: identity, forward: true, merge: true}\n"
                + "patterns: [hub-and-spoke: {hub: c0, direction: both, spokes: %s}]"
                    .formatted(aliases(1, 501)));

    assertThat(result.problems()).isEmpty();
  }

  @Test
  void shouldReadAMeshOfTwelve() {
    ReadResult result =
        read(clusters(12) + "patterns: [active-active: {clusters: %s}]".formatted(aliases(0, 12)));

    assertThat(result.topology().orElseThrow().flows()).hasSize(132);
  }

  @Test
  void shouldRefuseAMeshOfTwelveThatForwardsUnderOneName() {
    ReadResult result =
        read(
            clusters(12)
                + "defaults: {naming: identity, forward: true, merge: true}\n"
                + "patterns: [active-active: {clusters: %s}]".formatted(aliases(0, 12)));

    assertThat(result.problems()).hasSize(LoopProof.MAX_LOOPS);
    assertThat(result.problems().getFirst().message()).startsWith("loop: topic \"a\" goes c");
  }

  @Test
  void shouldEndOnAMeshThatIsTooTangledToProve() {
    ReadResult result =
        read(
            clusters(12)
                + "defaults: {forward: true, merge: true}\n"
                + "patterns: [active-active: {clusters: %s}]\n".formatted(aliases(0, 12))
                + "flows: {c0->c1: {include: [trades], rename: {trades: c0.t}}}");

    assertThat(result.topology()).isEmpty();
    assertThat(result.problems().getFirst().message()).startsWith("can't be proved free of loops");
  }

  @Test
  void shouldReadAThousandTopicsNamedInFull() {
    Random random = new Random(7);
    String topics =
        IntStream.range(0, 1000)
            .mapToObj(i -> "team-" + random.nextInt(30) + ".topic-" + i)
            .toList()
            .toString();
    ReadResult result =
        read(
            clusters(3)
                + "defaults: {naming: identity, merge: true, include: %s}\n".formatted(topics)
                + "flows: {c0->c1: , c1->c2: {forward: true}, c2->c0: {forward: true}}");

    assertThat(result.problems().getFirst().message()).startsWith("loop: topic \"team-");
  }

  @Test
  void shouldNameTheFileThatIsNotThere() {
    assertThat(TopologyReader.read(Path.of("no-such.yaml")).problems().getFirst().format())
        .isEqualTo("no-such.yaml: no such file");
  }
}
