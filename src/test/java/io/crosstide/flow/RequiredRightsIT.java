package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A flow whose principal is allowed what {@link RequiredRights} lists, and not a thing more. Its
 * lives without one of the rights are lived a few at a time, and mostly spent waiting.
 */
class RequiredRightsIT {
  private static final int AT_A_TIME = 3;
  private static final long LIFE_SECONDS = 300;

  @TempDir private static Path dir;

  private static final ExecutorService LIVES = Executors.newFixedThreadPool(AT_A_TIME);
  private static final Map<Right, Future<List<String>>> TROUBLE = new LinkedHashMap<>();

  @BeforeAll
  static void begin() {
    for (Right missing : rights()) {
      TROUBLE.put(missing, LIVES.submit(() -> troubleWithout(missing)));
    }
  }

  @AfterAll
  static void end() throws InterruptedException {
    LIVES.shutdownNow();
    assertThat(LIVES.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  static List<Right> rights() {
    return GuardedLife.rights();
  }

  @ParameterizedTest
  @MethodSource("rights")
  void shouldNotDoWithout(Right missing) throws Exception {
    List<String> trouble = TROUBLE.get(missing).get(LIFE_SECONDS, TimeUnit.SECONDS);

    assertThat(trouble).anyMatch(GuardedLife.SAID.asPredicate());
  }

  @Test
  void shouldCopyWithExactlyTheseRights() throws Exception {
    try (GuardedLife life = new GuardedLife(Files.createTempDirectory(dir, "all"))) {
      for (Right right : rights()) {
        life.grant(right);
      }

      assertThat(life.trouble()).isEmpty();

      assertThat(TwoClusters.values(life.target(), "nyc.orders")).hasSize(80);
    }
  }

  private static List<String> troubleWithout(Right missing) throws Exception {
    try (GuardedLife life = new GuardedLife(Files.createTempDirectory(dir, "without"))) {
      for (Right right : rights()) {
        if (!right.equals(missing)) {
          life.grant(right);
        }
      }
      return life.trouble();
    }
  }
}
