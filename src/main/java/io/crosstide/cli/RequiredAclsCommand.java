package io.crosstide.cli;

import io.crosstide.flow.RequiredRights;
import io.crosstide.flow.Right;
import io.crosstide.topology.Cluster;
import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.Side;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crosstide required-acls}. */
@Command(
    name = "required-acls",
    customSynopsis =
        "crosstide required-acls --topology FILE --flow NAME|all [--output strimzi|json]",
    description = {
      "Print the least that a flow's principal must be allowed on each of its clusters.",
      "Touches no cluster. ACLs know no regular expressions: an include that is one becomes the"
          + " prefix that all its names begin with, which may cover more topics."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "1:the topology can't be used", "2:wrongly called"})
final class RequiredAclsCommand implements Callable<Integer> {
  /** Kafka's own principals are a type and a name. */
  private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z]+:[^'\"\\\\\\p{Cntrl}]+");

  /** How the rights are written. */
  enum Output {
    COMMANDS,
    STRIMZI,
    JSON
  }

  private final Function<Path, ReadResult> topologies;

  @Spec private CommandSpec spec;

  @Mixin private FlowOptions options;

  @Option(
      names = "--principal",
      paramLabel = "TYPE:NAME",
      defaultValue = "User:crosstide",
      description = "Who is to be allowed. Default: ${DEFAULT-VALUE}.")
  private String principal = "User:crosstide";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "commands",
      description =
          "commands for kafka-acls.sh, strimzi for KafkaUser resources, json for machines."
              + " Default: ${DEFAULT-VALUE}.")
  private Output output = Output.COMMANDS;

  RequiredAclsCommand(Function<Path, ReadResult> topologies) {
    this.topologies = topologies;
  }

  @Override
  public Integer call() {
    if (!PRINCIPAL.matcher(principal).matches()) {
      throw new ParameterException(
          spec.commandLine(), "--principal is TYPE:NAME, as User:crosstide, not " + principal);
    }
    List<Flow> flows = options.read(topologies, spec.commandLine());
    List<FlowRights> rights = List.copyOf(byCluster(flows).values());
    spec.commandLine()
        .getOut()
        .print(
            switch (output) {
              case COMMANDS -> AclText.commands(rights, principal);
              case STRIMZI -> AclText.strimzi(rights, userName());
              case JSON -> AclText.json(rights, principal);
            });
    spec.commandLine().getOut().flush();
    return Commands.OK;
  }

  private static Map<String, FlowRights> byCluster(List<Flow> flows) {
    Map<String, FlowRights> rights = new LinkedHashMap<>();
    for (Flow each : flows) {
      for (Right right : RequiredRights.of(each)) {
        Cluster cluster = right.side() == Side.SOURCE ? each.source() : each.target();
        rights.computeIfAbsent(cluster.alias(), alias -> FlowRights.none(cluster)).add(right);
      }
    }
    return rights;
  }

  private String userName() {
    String name = principal.substring(principal.indexOf(':') + 1);
    if (!principal.startsWith("User:") || !name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw new ParameterException(
          spec.commandLine(),
          "a KafkaUser is named as Kubernetes names things, in lower case: --principal"
              + " User:crosstide, not "
              + principal);
    }
    return name;
  }
}
