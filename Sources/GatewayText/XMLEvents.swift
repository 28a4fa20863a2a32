// SPDX-License-Identifier: Apache-2.0
import CExpat
import GatewayCore

/// What a reader of XML is told.
protocol XMLEventHandler: AnyObject {
    /// An element begins; names as they are spelled, with their prefix.
    func begin(_ name: String, _ attributes: [String: String])
    /// The element that began last of those that are open ends.
    func end(_ name: String)
    /// Text, in pieces of any size.
    func text(_ text: String)
}

/// Reads XML by events. Nothing is fetched, and a document type with declarations of its own is refused, so that entities cannot
/// grow.
final class XMLEvents {
    private static let depthLimit = 64

    private let parser: XML_Parser
    private unowned let handler: any XMLEventHandler
    private var depth = 0
    private var refusal: String?

    /// `nil` when there is no memory for it.
    init?(_ handler: any XMLEventHandler) {
        guard let parser = XML_ParserCreate("UTF-8") else { return nil }
        self.parser = parser
        self.handler = handler
    }

    deinit { XML_ParserFree(parser) }

    /// Where the reader is: lines and columns from 1.
    var line: Int { Int(XML_GetCurrentLineNumber(parser)) }
    var column: Int { Int(XML_GetCurrentColumnNumber(parser)) + 1 }

    /// Ends reading; ``parse(_:)`` gives the reason.
    func refuse(_ reason: String) {
        refusal = refusal ?? reason
        XML_StopParser(parser, 0)
    }

    /// Reads a document; gives why it could not be read whole, or `nil`.
    func parse(_ bytes: ArraySlice<UInt8>) -> String? {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { events, name, attributes in
                guard let events = XMLEvents.of(events), let name, let attributes else { return }
                events.begin(String(cString: name), attributes)
            },
            { events, name in
                guard let events = XMLEvents.of(events), let name else { return }
                events.depth -= 1
                events.handler.end(String(cString: name))
            })
        XML_SetCharacterDataHandler(parser) { events, characters, length in
            guard let events = XMLEvents.of(events), let characters else { return }
            let bytes = UnsafeRawBufferPointer(start: characters, count: Int(length))
            events.handler.text(String(decoding: bytes, as: UTF8.self))
        }
        XML_SetStartDoctypeDeclHandler(parser) { events, _, _, _, hasDeclarations in
            if hasDeclarations != 0 {
                XMLEvents.of(events)?.refuse("declarations in a document type are not read")
            }
        }
        var rest = bytes
        // Expat takes lengths of 32 bits.
        repeat {
            let part = rest.prefix(1 << 20)
            rest = rest.dropFirst(part.count)
            let status = part.withUnsafeBytes { part in
                XML_Parse(
                    parser, part.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(part.count),
                    rest.isEmpty ? 1 : 0)
            }
            guard status == XML_STATUS_OK else {
                return refusal ?? "it is not well-formed XML: \(Self.reason(parser))"
            }
        } while !rest.isEmpty
        return nil
    }

    private func begin(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        depth += 1
        guard depth <= Self.depthLimit else {
            return refuse("elements are nested deeper than \(Self.depthLimit) levels")
        }
        var values: [String: String] = [:]
        var index = 0
        while let key = attributes[index], let value = attributes[index + 1] {
            values[String(cString: key)] = String(cString: value)
            index += 2
        }
        handler.begin(name, values)
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> XMLEvents? {
        pointer.map { Unmanaged<XMLEvents>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func reason(_ parser: XML_Parser) -> String {
        XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown error"
    }
}

/// What XML's writers share.
enum XMLText {
    /// The text with what stands for something else escaped.
    ///
    /// Byte by byte: a sign and a mark behind it are one `Character`, and so are both bytes of a line end.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0.isAny(of: "&<>\r\"") }) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "\r"): bytes += "&#13;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether XML 1.0 can hold it: no control characters but tab and line ends, no noncharacters of the first plane.
    static func isAllowed(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
            default: false
            }
        }
    }
}
