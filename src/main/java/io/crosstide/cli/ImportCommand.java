package io.crosstide.cli;

import io.crosstide.mirrormaker.Finding;
import io.crosstide.mirrormaker.Finding.Verdict;
import io.crosstide.mirrormaker.Import;
import io.crosstide.mirrormaker.Import.Imported;
import io.crosstide.mirrormaker.UnreadableException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crosstide import}. */
@Command(
    name = "import",
    description = {
      "Print the topology that equals a configuration of MirrorMaker 2: its properties file, or a"
          + " Strimzi resource of kind KafkaMirrorMaker2.",
      "Above it, as comments, stands what became of every property. Secrets are never printed:"
          + " placeholders stand in their place."
    },
    footerHeading = "%nExample:%n",
    footer = "  crosstide import mm2.properties > topology.yaml",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed; what has no equal is told above it",
      "1:the file can't be read, or there is no equal topology",
      "2:wrongly called"
    })
final class ImportCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern STRIMZI =
      Pattern.compile("(?m)^kind:\\s*[\"']?KafkaMirrorMaker2\\b");

  private static final String POSITIONS =
      """
      #
      # "start: mirror-maker" goes on behind what MirrorMaker 2 has copied, as its offsets say. Stop
      # MirrorMaker 2 first. See docs/migrating-from-mirrormaker.md.

      """;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "mm2.properties, or a Strimzi resource.")
  private Path file;

  @Override
  public Integer call() {
    Imported imported = imported(text());
    StringBuilder text = new StringBuilder();
    section(text, imported, Verdict.NO_EQUAL, "No equal:");
    section(text, imported, Verdict.LOOK, "To do:");
    section(text, imported, Verdict.UNKNOWN, "Not known to MirrorMaker 2 either:");
    section(text, imported, Verdict.IMPLIED, "Need not be said:");
    section(text, imported, Verdict.TAKEN, "Taken:");
    text.append(POSITIONS);
    spec.commandLine().getOut().print(text.append(imported.yaml()));
    spec.commandLine().getOut().flush();
    return Commands.OK;
  }

  private String text() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new CommandFailedException(file + ": is larger than " + MAX_BYTES + " bytes", null);
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailedException(file + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw new CommandFailedException(file + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new CommandFailedException(file + ": can't be read: " + e.getMessage(), e);
    }
  }

  private Imported imported(String text) {
    try {
      return STRIMZI.matcher(text).find() ? Import.ofStrimzi(text) : Import.ofProperties(text);
    } catch (UnreadableException e) {
      throw new CommandFailedException(file + ": " + e.getMessage(), e);
    }
  }

  private static void section(
      StringBuilder text, Imported imported, Verdict verdict, String title) {
    List<Finding> found =
        imported.findings().stream().filter(finding -> finding.verdict() == verdict).toList();
    if (found.isEmpty()) {
      return;
    }
    text.append(text.isEmpty() ? "" : "#\n").append("# ").append(title).append('\n');
    for (Finding finding : found) {
      text.append("#   ").append(printable(finding.property()));
      if (!finding.place().isEmpty()) {
        text.append(" (").append(finding.place()).append(')');
      }
      text.append(finding.text().isEmpty() ? "" : ": " + printable(finding.text())).append('\n');
    }
  }

  /** A name may hold a line end, and would go on outside of the comment. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
