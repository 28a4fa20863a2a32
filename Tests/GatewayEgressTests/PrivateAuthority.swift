// SPDX-License-Identifier: Apache-2.0
import Foundation
import GatewayTestSupport

/// A certificate authority that nobody knows, in a folder of its own.
final class PrivateAuthority {
    private let folder: URL

    /// Its certificate.
    var file: String { path("ca.pem") }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dragoman-ca-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try openSSL(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Private authority", "-keyout", path("ca.key"), "-out", path("ca.pem"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A file in the folder.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Starts a server with a certificate for a name, which answers every request with 200.
    func serve(_ name: String, hasExpired: Bool = false) throws -> TLSServer {
        let (certificate, key) = try certify(name, hasExpired: hasExpired)
        return try TLSServer(certificate: certificate, key: key)
    }

    /// Makes a certificate for a name; gives the files of it and of its key.
    func certify(_ name: String, hasExpired: Bool = false) throws -> (certificate: String, key: String) {
        let (certificate, key) = (path("\(name).pem"), path("\(name).key"))
        try openSSL(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)",
            "-keyout", key, "-out", path("request.pem"))
        try "subjectAltName=DNS:\(name)\nbasicConstraints=critical,CA:FALSE\n".write(
            toFile: path("extensions"), atomically: true, encoding: .utf8)
        try openSSL(
            "x509", "-req", "-in", path("request.pem"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-days", hasExpired ? "-1" : "2", "-extfile", path("extensions"), "-out", certificate)
        return (certificate, key)
    }

    private func openSSL(_ arguments: String...) throws {
        try ChildProcess.run(["openssl"] + arguments)
    }
}

/// `openssl s_server` on a free port of 127.0.0.1.
final class TLSServer {
    let port: Int
    private let process: ChildProcess

    init(certificate: String, key: String) throws {
        process = try ChildProcess([
            "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www",
            "-naccept",
            "8",
        ])
        var text = ""
        while !text.contains("\n") || !text.contains("ACCEPT 127.0.0.1:") {
            let bytes = process.nextOutput()
            guard !bytes.isEmpty else { throw ChildProcess.Fault(description: "openssl s_server ended") }
            text += String(decoding: bytes, as: UTF8.self)
        }
        port =
            text.components(separatedBy: "ACCEPT 127.0.0.1:").last.flatMap { Int($0.prefix { $0.isNumber }) }
            ?? 0
    }
}
