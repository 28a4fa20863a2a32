// SPDX-License-Identifier: Apache-2.0
import CCurl
import Glibc

/// The authorities whose word for a server is taken.
///
/// libcurl knows two places by itself, a file of all certificates and a folder of one each, and by default reads the
/// whole file anew for each connection: 25 ms of processor time. With the file alone it keeps what it read. The
/// folder is only searched for the one that is needed, which leaves the file's place to the additional ones.
struct TrustedCertificates: Sendable {
    private let additional: String?

    /// Trusts the system's, and those in a file of PEM.
    ///
    /// The file is read now to tell early what is wrong with it, and by libcurl at each connection: it can be
    /// replaced while the gateway runs.
    init(additional: String?) throws(EgressError) {
        if let additional, let reason = Self.fault(ofFile: additional) {
            throw .certificates(path: additional, reason: reason)
        }
        self.additional = additional
    }

    /// Tells a handle.
    func prepare(_ easy: UnsafeMutableRawPointer) {
        if let additional {
            _ = ccurl_set_string(easy, CURLOPT_CAINFO, additional)
            _ = ccurl_set_string(easy, CURLOPT_CAPATH, Self.systemFolder)
        } else if Self.hasSystemFile {
            _ = ccurl_set_string(easy, CURLOPT_CAPATH, nil)
        }
    }

    private static let hasSystemFile = ccurl_version()?.pointee.cainfo != nil

    private static let systemFolder: String = {
        guard let path = ccurl_version()?.pointee.capath else { return "/etc/ssl/certs" }
        return String(cString: path)
    }()

    private static func fault(ofFile path: String) -> String? {
        guard let file = fopen(path, "re") else { return String(cString: strerror(errno)) }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            // Either kind of PEM label that OpenSSL takes for a certificate's, beside its older ones.
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            if text.hasPrefix("-----BEGIN "), text.contains("CERTIFICATE-----") { return nil }
        }
        return "no certificate in it"
    }
}
