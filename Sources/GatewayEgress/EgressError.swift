// SPDX-License-Identifier: Apache-2.0

/// Why a way out cannot be opened.
public enum EgressError: Error, Equatable {
    /// The file of additional certificates cannot be used: why.
    case certificates(path: String, reason: String)
    /// The process may open no further descriptors: in the system's words.
    case descriptors(reason: String)
    /// A folder of recordings, or a file in it, cannot be used: why.
    case recording(path: String, reason: String)
}
