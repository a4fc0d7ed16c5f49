// SPDX-License-Identifier: Apache-2.0
#include "api/http/chunked.hpp"

#include "api/http/chars.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace api {

void ChunkedDecoder::reset(std::size_t body_limit) {
  m_state = State::size_line;
  m_line.clear();
  m_left = 0;
  m_body_limit = body_limit;
  m_total = 0;
  m_overhead = m_trailers = 0;
  m_cr_seen = false;
  m_refusal.reset();
}

std::size_t ChunkedDecoder::feed(const char* data, std::size_t size, std::string& body) {
  std::size_t used = 0;
  while (used < size && m_state != State::done && m_state != State::refused) {
    if (m_state == State::data) {
      used += feed_data(data + used, size - used, body);
    } else if (m_state == State::data_end) {
      used += feed_data_end(data[used]);
    } else {
      used += feed_line(data + used, size - used);
    }
  }
  return used;
}

void ChunkedDecoder::refuse(const Refusal& why) {
  m_state = State::refused;
  m_refusal = why;
}

/// Counts every byte of a line as it comes, so that the verdict does not depend on how the bytes were cut into packets.
std::size_t ChunkedDecoder::feed_line(const char* data, std::size_t size) {
  const void* found = std::memchr(data, '\n', size);
  const std::size_t take = found != nullptr ? static_cast<std::size_t>(static_cast<const char*>(found) - data) + 1 : size;
  const bool trailer = m_state == State::trailer;
  const std::size_t room = trailer ? m_limits.header_bytes : m_limits.chunk_extension_bytes;
  const std::size_t before = m_overhead + m_line.size();
  if (before > room || take > room - before) {
    refuse(trailer ? refusals::trailers_too_large : refusals::chunk_sizes_too_long);
    return take;
  }
  m_line.append(data, take);
  if (found == nullptr) { return take; }
  std::string line;
  line.swap(m_line);
  if (line.size() < 2 || line[line.size() - 2] != '\r') {
    refuse(refusals::chunk_line_lf);
    return take;
  }
  line.resize(line.size() - 2);
  on_line(line);
  line.clear();
  m_line.swap(line);  // keep the allocation
  return take;
}

void ChunkedDecoder::on_line(std::string_view line) {
  if (m_state == State::size_line) {
    on_size(line);
  } else {
    on_trailer(line);
  }
}

void ChunkedDecoder::on_size(std::string_view line) {
  std::size_t digits = 0;
  m_left = 0;
  for (; digits < line.size() && hex_value(line[digits]) >= 0; ++digits) {
    if (digits == 15) { return refuse(refusals::bad_chunk_size); }
    m_left = m_left * 16 + static_cast<std::uint64_t>(hex_value(line[digits]));
  }
  const std::string_view extension = trim(line.substr(digits));
  const bool clean = std::none_of(extension.begin(), extension.end(), [](char c) { return is_control(c, false); });
  if (digits == 0 || !clean || (extension.empty() ? digits != line.size() : extension.front() != ';')) {
    return refuse(refusals::bad_chunk_size);
  }
  if (m_left > m_body_limit || m_total > m_body_limit - m_left) { return refuse(refusals::body_too_large); }
  m_overhead += line.size() - digits;
  m_state = m_left == 0 ? State::trailer : State::data;
  if (m_left == 0) { m_overhead = 0; }
}

void ChunkedDecoder::on_trailer(std::string_view line) {
  if (line.empty()) {
    m_state = State::done;
    return;
  }
  Header dropped;
  if (auto refusal = parse_field_line(line, dropped)) { return refuse(*refusal); }
  if (++m_trailers > m_limits.header_count) { return refuse(refusals::too_many_trailers); }
  m_overhead += line.size() + 2;
}

std::size_t ChunkedDecoder::feed_data(const char* data, std::size_t size, std::string& body) {
  const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(size, m_left));
  body.append(data, take);
  m_total += take;
  m_left -= take;
  if (m_left == 0) { m_state = State::data_end; }
  return take;
}

std::size_t ChunkedDecoder::feed_data_end(char c) {
  if (c != (m_cr_seen ? '\n' : '\r')) {
    refuse(refusals::chunk_end);
  } else if (m_cr_seen) {
    m_cr_seen = false;
    m_state = State::size_line;
  } else {
    m_cr_seen = true;
  }
  return 1;
}

}  // namespace api
