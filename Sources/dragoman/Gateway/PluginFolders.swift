// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Where plugins are looked for.
enum PluginFolders {
    /// The configured folders, else the one called `plugins` beside the executable.
    static func of(_ configuration: PluginsConfiguration) -> [String] {
        configuration.path.isEmpty
            ? [besideExecutable].compactMap { $0 } : configuration.path.map(absolutePath)
    }

    private static var besideExecutable: String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slash = path.lastIndex(of: "/") else { return nil }
        return path[..<slash] + "/plugins"
    }
}
