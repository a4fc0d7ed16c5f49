// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace importers_tests {

/// Writes zip archives that may lie. What an entry says of itself can be changed before it is written.
class ZipWriter {
 public:
  struct Entry {
    std::string name;
    std::string data;  ///< as it lies in the archive
    std::uint32_t checksum = 0;
    std::uint64_t size = 0;        ///< said
    std::uint64_t compressed = 0;  ///< said
    std::uint16_t method = 8;
    std::uint16_t flags = 0;
    std::uint16_t made_by = 20;
    std::uint32_t attributes = 0;
    std::string local_name;  ///< in the entry's own header
    std::uint64_t offset = 0;
  };

  void add(const std::string& name, const std::string& content, const std::function<void(Entry&)>& change = {}) {
    Entry e;
    e.name = e.local_name = name;
    e.data = deflated(content);
    e.checksum = static_cast<std::uint32_t>(::crc32(0, bytes(content), static_cast<uInt>(content.size())));
    e.size = content.size();
    e.compressed = e.data.size();
    if (change) { change(e); }
    e.offset = m_bytes.size();
    m_bytes += "PK\x03\x04";
    put(m_bytes, 20, 2);
    describe(m_bytes, e);
    put(m_bytes, e.local_name.size(), 2);
    put(m_bytes, 0, 2);
    m_bytes += e.local_name + e.data;
    m_entries.push_back(std::move(e));
  }
  void store(const std::string& name, const std::string& content) {
    add(name, content, [&](Entry& e) {
      e.method = 0;
      e.data = content;
      e.compressed = content.size();
    });
  }

  /// May be changed before finish(): places in the archive, for one.
  std::vector<Entry>& entries() { return m_entries; }
  /// Bytes between the entries and the directory.
  void pad(const std::string& more) { m_bytes += more; }

  std::string finish(const std::string& comment = "") {
    const std::size_t place = m_bytes.size();
    for (const Entry& e : m_entries) {
      m_bytes += "PK\x01\x02";
      put(m_bytes, e.made_by, 2);
      put(m_bytes, 20, 2);
      describe(m_bytes, e);
      put(m_bytes, e.name.size(), 2);
      put(m_bytes, 0, 2);
      put(m_bytes, 0, 2);
      put(m_bytes, 0, 2);
      put(m_bytes, 0, 2);
      put(m_bytes, e.attributes, 4);
      put(m_bytes, e.offset, 4);
      m_bytes += e.name;
    }
    const std::size_t size = m_bytes.size() - place;
    m_bytes += "PK\x05\x06";
    put(m_bytes, 0, 4);
    put(m_bytes, m_entries.size(), 2);
    put(m_bytes, m_entries.size(), 2);
    put(m_bytes, size, 4);
    put(m_bytes, place, 4);
    put(m_bytes, comment.size(), 2);
    return m_bytes + comment;
  }

 private:
  static const Bytef* bytes(const std::string& text) { return reinterpret_cast<const Bytef*>(text.data()); }
  static void put(std::string& to, std::uint64_t number, int count) {
    for (int i = 0; i < count; ++i) { to += static_cast<char>(number >> (8 * i) & 0xffU); }
  }
  static void describe(std::string& to, const Entry& e) {
    put(to, e.flags, 2);
    put(to, e.method, 2);
    put(to, 0, 4);
    put(to, e.checksum, 4);
    put(to, e.compressed, 4);
    put(to, e.size, 4);
  }
  static std::string deflated(const std::string& content) {
    z_stream stream{};
    deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, content.size()), '\0');
    stream.next_in = const_cast<Bytef*>(bytes(content));  // NOLINT(cppcoreguidelines-pro-type-const-cast): zlib only reads it
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
  }

  std::string m_bytes;
  std::vector<Entry> m_entries;
};

}  // namespace importers_tests
