// SPDX-License-Identifier: Apache-2.0

/// Members with their values.
extension JSONWriter {
    /// Writes a member that is a string or null.
    public mutating func member(_ name: String, _ text: String?) {
        self.name(name)
        string(text)
    }

    /// Writes a member that is an integer or null.
    public mutating func member(_ name: String, _ number: Int?) {
        self.name(name)
        if let number { integer(number) } else { null() }
    }

    /// Writes a member that is a boolean.
    public mutating func member(_ name: String, _ flag: Bool) {
        self.name(name)
        bool(flag)
    }

    /// Writes a member that is a number or null.
    public mutating func member(_ name: String, _ number: Double?) {
        self.name(name)
        if let number { double(number) } else { null() }
    }

    /// Writes a member that is a moment or null.
    public mutating func member(_ name: String, _ moment: Timestamp?) {
        member(name, moment?.iso8601)
    }

    /// Writes a member that is JSON text already, or null.
    public mutating func member(_ name: String, raw json: [UInt8]?) {
        self.name(name)
        if let json { raw(json) } else { null() }
    }
}
