// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The folder that holds everything a gateway keeps.
struct DataFolder: Sendable {
    let path: String

    /// `path` may be relative to the working directory.
    init(_ path: String) { self.path = absolutePath(path) }

    var database: String { path + "/gateway.db" }
    var sealingKey: String { path + "/sealing.key" }
    var plugins: String { path + "/plugins" }
    var hasPluginFolder: Bool { access(plugins, F_OK) == 0 }
    var hasDatabase: Bool { access(database, F_OK) == 0 }

    /// Makes the folder and those above it, closed to others: the database holds what clients sent.
    func make() throws(AdministrationError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
            // What cannot be made may still exist, as above a mounted folder.
            guard access(made, F_OK) == 0 else {
                throw AdministrationError(
                    "cannot make the folder \(made): \(String(cString: strerror(errno)))")
            }
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw AdministrationError("cannot use the folder \(path): \(String(cString: strerror(errno)))")
        }
        mkdir(plugins, 0o700)
    }
}

/// A path from the root; a relative one starts at the working directory.
func absolutePath(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    let path = path == "." ? "" : path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    guard let directory = getcwd(nil, 0) else { return path }
    defer { free(directory) }
    return path.isEmpty ? String(cString: directory) : String(cString: directory) + "/" + path
}
