package io.crosstide.cli;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.Verdict;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crosstide status}. */
@Command(
    name = "status",
    customSynopsis = "crosstide status [--url URL] [--output json]",
    description = {
      "Show how the flows of a running program are: what they copy, how far they lag, which lanes"
          + " stand still and why.",
      "Takes two looks, a second apart, and changes nothing."
    },
    exitCodeOnInvalidInput = Commands.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every flow is well; there may be something to look at",
      "1:no answer that can be used, or wrongly called",
      "2:a flow is stuck, has a stopped lane, is behind, or can't reach a cluster"
    })
final class StatusCommand implements Callable<Integer> {
  /** The program answers, and somebody should do something. Unlike in other commands. */
  static final int UNWELL = 2;

  private static final int MAX_TIMEOUT_SECONDS = 60;

  /** How the status is written. */
  enum Output {
    TEXT,
    JSON
  }

  private final RemoteStatus status;

  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Where crosstide run serves HTTP. Default: ${DEFAULT-VALUE}.")
  private String url = "";

  @Option(
      names = "--timeout-seconds",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How long one answer may take. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Option(
      names = "--behind-seconds",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long a record may wait before its flow is behind. Default: ${DEFAULT-VALUE}.")
  private double behindSeconds;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text for people, json for machines. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  StatusCommand(RemoteStatus status) {
    this.status = status;
  }

  @Override
  public Integer call() {
    if (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
      throw wrong("--timeout-seconds is 1 to " + MAX_TIMEOUT_SECONDS + ", not " + timeoutSeconds);
    }
    if (!(behindSeconds >= 0)) {
      throw wrong("--behind-seconds is at least 0, not " + behindSeconds);
    }
    URI base = base();
    StatusReport report =
        new StatusReport(base, status.at(base, Duration.ofSeconds(timeoutSeconds)), this::verdict);
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> out.print(report.text(spec.commandLine().getColorScheme().ansi()));
      case JSON -> out.println(report.json());
    }
    out.flush();
    return report.healthy() ? Commands.OK : UNWELL;
  }

  private Verdict verdict(FlowStatus flow) {
    return Verdict.of(flow, behindSeconds);
  }

  /** What is printed about it must not hold a password. */
  private URI base() {
    URI base;
    try {
      base = new URI(url);
    } catch (URISyntaxException e) {
      throw wrong("--url is no URL: " + e.getReason());
    }
    String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || base.getHost() == null) {
      throw wrong("--url is http://HOST:PORT or https://HOST:PORT");
    }
    if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getFragment() != null) {
      throw wrong("--url is http://HOST:PORT, with a path at most: no user, query or fragment");
    }
    return base;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
