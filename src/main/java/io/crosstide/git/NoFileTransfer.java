package io.crosstide.git;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import org.eclipse.jgit.transport.FtpChannel;
import org.eclipse.jgit.transport.sshd.SshdSession;

/** In a native executable: SFTP, which git does without, is not on the class path. */
@TargetClass(SshdSession.class)
final class NoFileTransfer {
  private NoFileTransfer() {}

  @Substitute
  FtpChannel getFtpChannel() {
    throw new UnsupportedOperationException("sftp");
  }
}
