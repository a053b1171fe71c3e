package io.crosstide.cli;

import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crosstide run}. */
@Command(
    name = "run",
    customSynopsis = "crosstide run --topology FILE --flow NAME|all [OPTIONS]",
    description = {
      "Mirror the topics of one flow, or of all flows, until told to stop (SIGTERM, Ctrl-C).",
      "Serves a status page, /status, /q/health and /q/metrics on the HTTP port."
    },
    footerHeading = "%nExample:%n",
    footer = "  crosstide run --topology topologies/active-active.yaml --flow 'nyc->lon'",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped when told to",
      "1:the topology can't be used, or the HTTP port is taken",
      "2:wrongly called"
    })
final class RunCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  private final Function<Path, ReadResult> topologies;
  private final MirrorService service;

  @Spec private CommandSpec spec;

  @Mixin private FlowOptions options;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Default: ${DEFAULT-VALUE}. 0 takes any that is free.")
  private int httpPort;

  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      defaultValue = "0.0.0.0",
      description = "The address to listen on. Default: ${DEFAULT-VALUE}.")
  private String httpHost = "0.0.0.0";

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description =
          "Names this instance among those of its flow, the same at each start, so that its lanes"
              + " go on at once after a crash. Default: host name and HTTP port.")
  private String instance;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description =
          "text, json (one object a line), or auto: text on a terminal, else json."
              + " Default: ${DEFAULT-VALUE}.")
  private LogFormat logFormat = LogFormat.AUTO;

  @Option(
      names = "--grace-seconds",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long a stop may take before it is cut short. Default: ${DEFAULT-VALUE}.")
  private int graceSeconds;

  RunCommand(Function<Path, ReadResult> topologies, MirrorService service) {
    this.topologies = topologies;
    this.service = service;
  }

  @Override
  public Integer call() {
    if (httpPort < 0 || httpPort > MAX_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--http-port is 0 to " + MAX_PORT + ", not " + httpPort);
    }
    if (graceSeconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--grace-seconds is at least 1, not " + graceSeconds);
    }
    if (instance != null && !InstanceName.legal(instance)) {
      throw new ParameterException(
          spec.commandLine(),
          "--instance has 1 to 249 letters, digits, '.', '_' and '-', unlike " + instance);
    }
    ReadResult read = topologies.apply(options.topology);
    read.problems().forEach(problem -> spec.commandLine().getErr().println(problem.format()));
    if (read.topology().isEmpty()) {
      throw new CommandFailedException(
          options.topology + " can't be used: see above, nothing was started", null);
    }
    Topology usable = read.topology().get();
    List<Flow> flows = FlowChoice.of(usable, options.flow, spec.commandLine());
    spec.commandLine().getErr().flush();
    service.serve(
        usable,
        flows,
        InstanceName.of(instance, httpPort),
        new HttpSide.Settings(httpHost, httpPort, logFormat),
        Duration.ofSeconds(graceSeconds));
    return Commands.OK;
  }
}
