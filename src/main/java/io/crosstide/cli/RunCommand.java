package io.crosstide.cli;

import io.crosstide.flow.ServedFlows;
import io.crosstide.flow.TopologyFollower;
import io.crosstide.git.TopologySource;
import io.crosstide.status.RefreshToken;
import io.crosstide.topology.SecretSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "Follows the topology: a newer revision is taken up while lanes run, a bad one is refused.",
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

  private final MirrorService service;

  @Spec private CommandSpec spec;

  @Mixin private TopologyOptions topology;

  @Mixin private FlowOption chosen;

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
      names = "--refresh-token",
      paramLabel = "FILE",
      description =
          "A file with a token of 16 characters or more: who sends it with POST /topology/refresh has"
              + " the topology looked at now, with POST /reconcile the target compared and mended."
              + " Without it there are no such addresses.")
  private Path refreshToken;

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

  RunCommand(MirrorService service) {
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
    var http = new HttpSide.Settings(httpHost, httpPort, logFormat, refreshToken());
    TopologyFollower.Settings following = following();
    FirstRevision.Begun begun =
        new FirstRevision(following, chosen.flow, Instant.now(), spec.commandLine()).find();
    spec.commandLine().getErr().flush();
    service.serve(
        begun,
        following,
        InstanceName.of(instance, httpPort),
        http,
        Duration.ofSeconds(graceSeconds));
    return Commands.OK;
  }

  private Optional<RefreshToken> refreshToken() {
    if (refreshToken == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RefreshToken(SecretSource.ofProcess().file(refreshToken)));
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--refresh-token " + refreshToken + ": " + e.getMessage(), e);
    }
  }

  private TopologyFollower.Settings following() {
    TopologySource source = topology.source(spec.commandLine());
    Optional<String> one =
        Optional.ofNullable(chosen.flow).filter(name -> !name.equals(FlowChoice.ALL));
    return new TopologyFollower.Settings(
        source, new ServedFlows(one), topology.lastGood(source), topology.interval());
  }
}
