package io.crosstide;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The lines between the packages, as ARCHITECTURE.md draws them. The program alone; not src/lab.
 */
class ArchitectureTest {
  private static final String ROOT = "io.crosstide.";

  /** Which packages each package may use. A package that is missing here is not allowed at all. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("topology", Set.of()),
          Map.entry("git", Set.of()),
          Map.entry("batch", Set.of()),
          Map.entry("ledger", Set.of()),
          Map.entry("status", Set.of()),
          Map.entry("mirrormaker", Set.of("topology")),
          Map.entry("mirror", Set.of("batch", "ledger", "topology", "status")),
          Map.entry("reconcile", Set.of("batch", "ledger", "mirror", "topology")),
          Map.entry(
              "kafka", Set.of("batch", "ledger", "mirror", "reconcile", "status", "topology")),
          Map.entry(
              "flow",
              Set.of(
                  "batch", "git", "kafka", "ledger", "mirror", "reconcile", "status", "topology")),
          Map.entry("cli", Set.of("flow", "git", "mirrormaker", "status", "topology")));

  private static final String[] PURE = {
    ROOT + "topology..",
    ROOT + "mirrormaker..",
    ROOT + "batch..",
    ROOT + "ledger..",
    ROOT + "mirror..",
    ROOT + "reconcile.."
  };

  private static JavaClasses program;

  @BeforeAll
  static void importProgram() {
    program =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.crosstide");
  }

  @Test
  void shouldUseOnlyPackagesThatItMay() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : program) {
      String here = packageOf(from);
      Set<String> allowed = MAY_USE.get(here);
      if (allowed == null) {
        wrong.add(here + ": a package that ARCHITECTURE.md and this test don't know");
        continue;
      }
      from.getDirectDependenciesFromSelf().stream()
          .filter(use -> use.getTargetClass().getPackageName().startsWith(ROOT))
          .filter(use -> !packageOf(use.getTargetClass()).equals(here))
          .filter(use -> !allowed.contains(packageOf(use.getTargetClass())))
          .forEach(use -> wrong.add(use.getDescription()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldTouchKafkaInOnePackage() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.."));
  }

  @Test
  void shouldTouchGitInOnePackage() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "git..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jgit..", "org.apache.sshd.."));
  }

  @Test
  void shouldKeepFrameworksOutOfThePureCore() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.quarkus..",
                "jakarta..",
                "org.apache.kafka..",
                "org.eclipse.microprofile..",
                "io.micrometer..",
                "io.prometheus..",
                "picocli.."));
  }

  @Test
  void shouldKeepQuarkusAtTheEdge() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "cli..", ROOT + "status..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "org.eclipse.microprofile.."));
  }

  @Test
  void shouldKeepThreadsAndClocksOutOfThePureCore() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent.locks..")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime"));
  }

  @Test
  void shouldKeepFilesAndSocketsOutOfThePureCore() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + "batch..", ROOT + "ledger..", ROOT + "mirror..")
            .or()
            .resideInAnyPackage(ROOT + "reconcile..", ROOT + "mirrormaker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.."));
  }

  @Test
  void shouldLogThroughOneApi() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.log4j.."));
  }

  @Test
  void shouldInjectThroughConstructorsAlone() {
    check(noFields().should().beAnnotatedWith("jakarta.inject.Inject"));
    check(
        noFields()
            .should()
            .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty"));
  }

  @Test
  void shouldNotCallAnythingAfterWhatItIsNotFor() {
    List<String> vague = List.of("util", "common", "support", "impl", "manager", "helper");
    for (String word : vague) {
      check(classes().should().resideOutsideOfPackage(".." + word + ".."));
      check(
          classes()
              .should()
              .haveSimpleNameNotEndingWith(word.substring(0, 1).toUpperCase() + word.substring(1)));
    }
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(program);
  }

  /** {@code mirror} for a class of io.crosstide.mirror or of a package below it. */
  private static String packageOf(JavaClass type) {
    String name = type.getPackageName().substring(ROOT.length());
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
