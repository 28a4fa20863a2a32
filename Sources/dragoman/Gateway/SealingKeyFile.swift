// SPDX-License-Identifier: Apache-2.0
import GatewayCrypto
import Glibc

/// The file that holds the key of the secrets in the database.
enum SealingKeyFile {
    /// The key of a configured file, which must be there, or that of the data folder, made if missing.
    static func key(
        _ configuration: SecretsConfiguration, in folder: DataFolder
    ) throws(AdministrationError) -> SealingKey {
        let path = configuration.keyFile.isEmpty ? folder.sealingKey : absolutePath(configuration.keyFile)
        if configuration.keyFile.isEmpty, access(path, F_OK) != 0 { try make(path) }
        let text = try FileText.read(path).filter { !$0.isWhitespace }
        guard let bytes = bytes(base64: text), let key = SealingKey(bytes) else {
            throw AdministrationError("\(path) must hold \(SealingKey.size) bytes in base64")
        }
        return key
    }

    /// Writes a new key, whole or not at all; of two processes that do, one wins.
    private static func make(_ path: String) throws(AdministrationError) {
        let partial = "\(path).\(getpid())"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        let text = Array((SealingKey.random().text + "\n").utf8)
        let isWritten = write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
        close(descriptor)
        defer { unlink(partial) }
        guard isWritten, link(partial, path) == 0 || errno == EEXIST else { throw failure(path) }
    }

    private static func failure(_ path: String) -> AdministrationError {
        AdministrationError("cannot make \(path): \(String(cString: strerror(errno)))")
    }
}
