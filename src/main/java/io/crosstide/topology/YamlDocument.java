package io.crosstide.topology;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads one YAML document as nodes that know their places. What makes YAML dangerous or hard to
 * review is refused before a node is made: anchors and aliases, tags, several documents, depth,
 * size.
 */
final class YamlDocument {
  static final int MAX_FILE_BYTES = 1 << 20;

  /** The deepest key of the model stands at depth 8. */
  static final int MAX_DEPTH = 16;

  private final Problems problems;

  YamlDocument(Problems problems) {
    this.problems = problems;
  }

  Optional<Node> read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        problems.fileError("is larger than " + MAX_FILE_BYTES + " bytes", "");
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      problems.fileError("is not UTF-8 text", "");
    } catch (NoSuchFileException e) {
      problems.fileError("no such file", "");
    } catch (IOException e) {
      problems.fileError("can't be read: " + e.getMessage(), "");
    }
    return Optional.empty();
  }

  Optional<Node> read(String text) {
    if (text.length() > MAX_FILE_BYTES) {
      problems.fileError("is larger than " + MAX_FILE_BYTES + " bytes", "");
      return Optional.empty();
    }
    try {
      if (!harmless(text)) {
        return Optional.empty();
      }
      Node node = new Yaml(options()).compose(new StringReader(text));
      if (node == null) {
        problems.fileError("is empty", "begin with \"clusters:\"");
      }
      return Optional.ofNullable(node);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      problems.error(place(mark), "is not YAML here: " + e.getProblem(), "");
    } catch (YAMLException e) {
      problems.fileError("is not YAML: " + e.getMessage(), "");
    }
    return Optional.empty();
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_FILE_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(0);
    return options;
  }

  private boolean harmless(String text) {
    int depth = 0;
    int documents = 0;
    boolean harmless = true;
    for (Event event : new Yaml(options()).parse(new StringReader(text))) {
      depth += depthChange(event);
      if (depth > MAX_DEPTH) {
        problems.error(
            place(event.getStartMark()), "is nested more than " + MAX_DEPTH + " deep", "");
        return false;
      }
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        problems.error(
            place(event.getStartMark()),
            "begins a second document",
            "one file holds the whole graph: join them, or make two files");
        return false;
      }
      harmless &= event instanceof NodeEvent node ? plain(node) : true;
    }
    return harmless;
  }

  private static int depthChange(Event event) {
    return switch (event.getEventId()) {
      case MappingStart, SequenceStart -> 1;
      case MappingEnd, SequenceEnd -> -1;
      default -> 0;
    };
  }

  private boolean plain(NodeEvent event) {
    if (event instanceof AliasEvent) {
      problems.error(
          place(event.getStartMark()),
          "is a YAML alias (*" + event.getAnchor() + "), which a topology must not hold",
          "repeat the value, or say it once under \"defaults\"; a key that begins with * needs"
              + " quotes: \"*->lon\"");
      return false;
    }
    if (event.getAnchor() != null) {
      problems.error(
          place(event.getStartMark()),
          "has a YAML anchor (&" + event.getAnchor() + "), which a topology must not hold",
          "remove the anchor");
      return false;
    }
    return true;
  }

  private static Place place(Mark mark) {
    return mark == null ? new Place("", 0, 0) : Place.of("", mark);
  }
}
