// SPDX-License-Identifier: Apache-2.0
#include "importers/child/stored_zip.hpp"

#include <zlib.h>

#include <cstddef>
#include <utility>

namespace importers::child {
namespace {

void put(std::string& to, std::uint64_t number, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) { to += static_cast<char>(number >> (8 * i) & 0xffU); }
}

}  // namespace

void StoredZip::add(std::string_view name, std::string_view content) {
  const std::uint64_t place = m_bytes.size();
  // Version 2.0, no flags, stored, no time; checksum, the two sizes, length of the name, nothing extra.
  std::string common;
  put(common, 20, 2);
  put(common, 0, 8);
  put(common, ::crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())), 4);
  put(common, content.size(), 4);
  put(common, content.size(), 4);
  put(common, name.size(), 2);
  put(common, 0, 2);
  m_bytes.append("PK\x03\x04").append(common).append(name).append(content);
  m_directory.append("PK\x01\x02");
  put(m_directory, 20, 2);
  m_directory.append(common);
  m_directory.append(10, '\0');  // no comment, first disk, no attributes
  put(m_directory, place, 4);
  m_directory.append(name);
  ++m_count;
}

std::string StoredZip::finish() {
  const std::uint64_t place = m_bytes.size();
  m_bytes.append(m_directory).append("PK\x05\x06");
  put(m_bytes, 0, 4);
  put(m_bytes, m_count, 2);
  put(m_bytes, m_count, 2);
  put(m_bytes, m_directory.size(), 4);
  put(m_bytes, place, 4);
  put(m_bytes, 0, 2);
  return std::move(m_bytes);
}

}  // namespace importers::child
