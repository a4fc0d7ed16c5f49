// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/gdal/zip_writer.hpp"

#include <zlib.h>

#include <utility>

namespace importers_tests {
namespace {

const Bytef* bytes(const std::string& text) { return reinterpret_cast<const Bytef*>(text.data()); }

void put(std::string& to, std::uint64_t number, int count) {
  for (int i = 0; i < count; ++i) { to += static_cast<char>(number >> (8 * i) & 0xffU); }
}

void describe(std::string& to, const ZipWriter::Entry& e) {
  put(to, e.flags, 2);
  put(to, e.method, 2);
  put(to, 0, 4);
  put(to, e.checksum, 4);
  put(to, e.compressed, 4);
  put(to, e.size, 4);
}

std::string deflated(const std::string& content) {
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

}  // namespace

void ZipWriter::add(const std::string& name, const std::string& content, const std::function<void(Entry&)>& change) {
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

void ZipWriter::store(const std::string& name, const std::string& content) {
  add(name, content, [&](Entry& e) {
    e.method = 0;
    e.data = content;
    e.compressed = content.size();
  });
}

std::string ZipWriter::finish(const std::string& comment) {
  std::string all = m_bytes;
  for (const Entry& e : m_entries) {
    all += "PK\x01\x02";
    put(all, e.made_by, 2);
    put(all, 20, 2);
    describe(all, e);
    put(all, e.name.size(), 2);
    put(all, 0, 8);  // nothing extra, no comment, first disk, no inner attributes
    put(all, e.attributes, 4);
    put(all, e.offset, 4);
    all += e.name;
  }
  const std::size_t size = all.size() - m_bytes.size();
  all += "PK\x05\x06";
  put(all, 0, 4);
  put(all, m_entries.size(), 2);
  put(all, m_entries.size(), 2);
  put(all, size, 4);
  put(all, m_bytes.size(), 4);
  put(all, comment.size(), 2);
  return all + comment;
}

}  // namespace importers_tests
