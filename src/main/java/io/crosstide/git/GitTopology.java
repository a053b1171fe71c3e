package io.crosstide.git;

import io.crosstide.git.Candidate.Refusal;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A file of a git repository. A look asks for the ref alone; only when that has moved is its newest
 * commit fetched, without history and, where the server can, without large files.
 */
final class GitTopology implements TopologySource {
  private final TopologyLocation.Git location;
  private final GitOptions options;
  private final RepositoryAccess access;
  private final SignaturePolicy signatures;

  /** What the ref pointed to when {@link #newest} was read; null before. */
  private ObjectId tip;

  private Revision newest;

  /** Whether large files are asked to be left out. */
  private boolean filtering = true;

  GitTopology(TopologyLocation.Git location, GitOptions options) {
    this.location = location;
    this.options = options;
    this.access = new RepositoryAccess(new GitSecrets(options.secrets()));
    this.signatures = new SignaturePolicy(options.allowedSigners());
  }

  @Override
  public String location() {
    return location.toString();
  }

  @Override
  public Candidate newest() throws UnreadableTopologyException {
    try {
      return filtering ? lookFiltering() : look(FilterSpec.NO_FILTER);
    } catch (IOException | URISyntaxException | RuntimeException e) {
      throw new UnreadableTopologyException(
          location.repository() + " can't be read: " + reasons(e), e);
    }
  }

  private Candidate lookFiltering() throws IOException, URISyntaxException {
    try {
      return look(FilterSpec.fromFilterLine("blob:limit=" + (Revision.MAX_BYTES + 1)));
    } catch (TransportException e) {
      // Among other reasons because the server knows no filters, as git's own does by default.
      if (!(e.getCause() instanceof PackProtocolException)) {
        throw e;
      }
      Candidate found = look(FilterSpec.NO_FILTER);
      filtering = false;
      return found;
    }
  }

  private Candidate look(FilterSpec filter) throws IOException, URISyntaxException {
    try (BoundedRepository repository = new BoundedRepository(options.maxPackBytes());
        Transport transport = open(repository)) {
      transport.setFilterSpec(filter);
      Ref ref;
      try (FetchConnection connection = transport.openFetch(wanted())) {
        if (!(connection instanceof BasePackFetchConnection)) {
          // The older protocol takes files one by one, without a bound.
          throw new IOException("the server does not speak git's smart protocol");
        }
        ref = find(connection.getRefsMap());
        if (ref.getObjectId().equals(tip)) {
          return newest;
        }
        connection.fetch(NullProgressMonitor.INSTANCE, List.of(ref), Set.of());
      }
      Candidate found = candidate(repository, ref);
      if (found instanceof Revision revision) {
        tip = ref.getObjectId();
        newest = revision;
      }
      return found;
    }
  }

  private Transport open(BoundedRepository repository) throws IOException, URISyntaxException {
    Transport transport =
        access.open(
            repository,
            new URIish(location.repository()),
            Math.toIntExact(Math.max(1, options.timeout().toSeconds() / 2)));
    transport.setDepth(1);
    return transport;
  }

  /** The names that the ref may stand for, in the order in which they count. */
  private List<String> names() {
    String ref = location.ref();
    return ref.equals(Constants.HEAD) || ref.startsWith(Constants.R_REFS)
        ? List.of(ref)
        : List.of(Constants.R_HEADS + ref, Constants.R_TAGS + ref);
  }

  private List<RefSpec> wanted() {
    return ObjectId.isId(location.ref())
        ? List.of()
        : names().stream().map(name -> new RefSpec(name + ":" + name)).toList();
  }

  private Ref find(Map<String, Ref> present) throws IOException {
    if (ObjectId.isId(location.ref())) {
      ObjectId commit = ObjectId.fromString(location.ref());
      return new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, commit.name(), commit);
    }
    Optional<Ref> found =
        names().stream().map(present::get).flatMap(Stream::ofNullable).findFirst();
    return found
        .filter(ref -> ref.getObjectId() != null)
        .orElseThrow(() -> new IOException("it has no branch or tag " + location.ref()));
  }

  private Candidate candidate(BoundedRepository repository, Ref ref) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(ref.getObjectId());
      String id = commit.name();
      Optional<String> objection = signatures.objection(repository, commit);
      if (objection.isPresent()) {
        return new Refusal(id, objection.get());
      }
      try (TreeWalk file = TreeWalk.forPath(repository, location.path(), commit.getTree())) {
        if (file == null) {
          return new Refusal(id, "the commit has no file " + location.path());
        }
        return content(id, file);
      }
    }
  }

  private Candidate content(String id, TreeWalk file) throws IOException {
    FileMode mode = file.getFileMode(0);
    if (!FileMode.REGULAR_FILE.equals(mode) && !FileMode.EXECUTABLE_FILE.equals(mode)) {
      return new Refusal(id, location.path() + " is no regular file in this commit");
    }
    if (!file.getObjectReader().has(file.getObjectId(0))) {
      return new Refusal(id, location.path() + " is larger than " + Revision.MAX_BYTES + " bytes");
    }
    ObjectLoader blob = file.getObjectReader().open(file.getObjectId(0), Constants.OBJ_BLOB);
    if (blob.getSize() > Revision.MAX_BYTES) {
      return new Refusal(id, location.path() + " is larger than " + Revision.MAX_BYTES + " bytes");
    }
    return Revision.of(id, location.path(), blob.getCachedBytes(Revision.MAX_BYTES));
  }

  /** Every message of the chain: the last one mostly says what is the matter. */
  private static String reasons(Throwable thrown) {
    Set<String> messages = new LinkedHashSet<>();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      messages.add(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
    return String.join(": ", messages);
  }
}
