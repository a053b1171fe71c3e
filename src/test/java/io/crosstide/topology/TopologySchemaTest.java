package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopologySchemaTest {
  private static final String BEGIN = "<!-- begin of what is generated -->\n";
  private static final String END = "<!-- end of what is generated -->\n";

  @Test
  void shouldBeTheSchemaThatIsShipped() {
    Golden.check(Path.of("topologies/crosstide.schema.json"), TopologySchema.json());
  }

  @Test
  void shouldAgreeWithTheReference() throws IOException {
    Path page = Path.of("docs/topology.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();

    Golden.check(
        page,
        text.substring(0, begin)
            + TopologyReference.markdown()
            + text.substring(text.indexOf(END)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'clusters':{'a':{'bootstrap':'a:1'}},'flow':{}}",
        "{'clusters':{'a':{}}}",
        "{'clusters':{'a b':{'bootstrap':'a:1'}}}",
        "{'clusters':{'a':{'bootstrap':'a:1','producer':{'acks':'0'}}}}",
        "{'clusters':{'a':{'bootstrap':'a:1'}},'flows':{'a->b':{'naming':'suffix'}}}",
        "{'clusters':{'a':{'bootstrap':'a:1'}},'flows':{'a-b':{}}}",
        "{'clusters':{'a':{'bootstrap':'a:1'}},'defaults':{'topic-refresh':'5 days'}}",
        "{'clusters':{'a':{'bootstrap':'a:1'}},'patterns':[{'active-standby':{'active':'a'}}]}",
        "{'clusters':{'a':{'bootstrap':'a:1'}},'patterns':[{}]}",
        "{'clusters':{'a':{'bootstrap':'a:1'}},'defaults':{'include':[]}}"
      })
  void shouldRefuseWhatTheReaderRefuses(String json) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(TopologySchema.json());
    String document = json.replace('\'', '"');

    assertThat(schema.validate(new ObjectMapper().readTree(document))).isNotEmpty();
    assertThat(TopologyReader.read("t.yaml", document).topology()).isEmpty();
  }
}
