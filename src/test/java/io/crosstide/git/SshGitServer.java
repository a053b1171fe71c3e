package io.crosstide.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.UploadPack;

/** Serves one repository over SSH to the holder of one key. */
public final class SshGitServer implements AutoCloseable {
  private final SshServer server = SshServer.setUpDefaultServer();
  private final SshKeys hostKeys = SshKeys.generated();

  public SshGitServer(TestRepository repository, SshKeys client) throws IOException {
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys.pair()));
    server.setPublickeyAuthenticator(
        (user, key, session) ->
            user.equals("git") && KeyUtils.compareKeys(key, client.pair().getPublic()));
    server.setCommandFactory((channel, command) -> new Upload(repository.repository()));
    server.start();
  }

  /** As it is written on the command line. */
  public String location() {
    return "git+ssh://git@127.0.0.1:" + server.getPort() + "/ops/mirrors.git";
  }

  /** The line of known_hosts that names this server. */
  public String knownHost() {
    return "[127.0.0.1]:" + server.getPort() + " " + hostKeys.publicKey() + "\n";
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private static final class Upload implements Command {
    private final Repository repository;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;

    Upload(Repository repository) {
      this.repository = repository;
    }

    @Override
    public void setInputStream(InputStream stream) {
      in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      Thread.ofPlatform().daemon().start(this::upload);
    }

    private void upload() {
      try {
        var pack = new UploadPack(repository);
        pack.setExtraParameters(List.of("version=2"));
        pack.upload(in, out, err);
        out.flush();
        exit.onExit(0);
      } catch (IOException e) {
        exit.onExit(1, e.toString());
      }
    }

    @Override
    public void destroy(ChannelSession channel) {
      // Its streams are closed by the server.
    }
  }
}
