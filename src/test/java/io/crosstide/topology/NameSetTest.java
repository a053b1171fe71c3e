package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NameSetTest {
  private static final int ROUNDS = 300;

  @Test
  void shouldAgreeWithSetsOfNames() {
    for (long seed = 1; seed <= ROUNDS; seed++) {
      Random random = new Random(seed);
      Set<String> left = names(random);
      Set<String> right = names(random);
      NameSet leftSet = NameSet.ofNames(left);
      NameSet rightSet = NameSet.ofNames(right);

      Set<String> both = new HashSet<>(left);
      both.retainAll(right);
      Set<String> leftOnly = new HashSet<>(left);
      leftOnly.removeAll(right);
      Set<String> either = new HashSet<>(left);
      either.addAll(right);
      assertThat(leftSet.intersect(rightSet)).isEqualTo(NameSet.ofNames(both));
      assertThat(leftSet.minus(rightSet)).isEqualTo(NameSet.ofNames(leftOnly));
      assertThat(NameSet.unionOf(List.of(leftSet, rightSet))).isEqualTo(NameSet.ofNames(either));
      assertThat(leftSet.prefixed("p."))
          .isEqualTo(
              NameSet.ofNames(left.stream().map(name -> "p." + name).collect(Collectors.toSet())));
      assertThat(leftSet.commonName(rightSet).map(String::length))
          .isEqualTo(both.stream().min(Comparator.comparing(String::length)).map(String::length));
    }
  }

  private static Set<String> names(Random random) {
    Set<String> names = new HashSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      StringBuilder name = new StringBuilder();
      for (int length = 1 + random.nextInt(3); length > 0; length--) {
        name.append("ab.".charAt(random.nextInt(3)));
      }
      names.add(name.toString());
    }
    return names;
  }

  @Test
  void shouldTellContainedNamesFromOthers() {
    NameSet set = NameSet.ALL.prefixed("nyc.").minus(NameSet.ofNames(List.of("nyc.orders")));

    assertThat(set.contains("nyc.order")).isTrue();
    assertThat(set.contains("nyc.orders")).isFalse();
    assertThat(set.contains("nyc.")).isFalse();
    assertThat(set.contains("nyc.a b")).isFalse();
    assertThat(NameSet.EMPTY.contains("a")).isFalse();
  }

  @Test
  void shouldHaveOneFormForEqualSets() {
    NameSet oneWay = NameSet.unionOf(List.of(NameSet.ALL.prefixed("a"), NameSet.ALL));
    NameSet empty = NameSet.ALL.minus(NameSet.ALL);

    assertThat(oneWay).isEqualTo(NameSet.ALL).hasSameHashCodeAs(NameSet.ALL);
    assertThat(empty).isEqualTo(NameSet.EMPTY);
    assertThat(empty.isEmpty()).isTrue();
  }

  @Test
  void shouldGiveExamplesThatReadLikeNames() {
    assertThat(NameSet.ALL.shortest()).contains("a");
  }

  @Test
  void shouldRefuseToGrowWithoutBound() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      names.add(
          new Random(i)
              .ints(30, 'a', 'z')
              .mapToObj(Character::toString)
              .collect(Collectors.joining()));
    }

    assertThatThrownBy(() -> NameSet.ofNames(names)).isInstanceOf(NameSet.TooLargeException.class);
  }
}
