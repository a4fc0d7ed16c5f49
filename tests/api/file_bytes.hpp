// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <string>
#include <unistd.h>

namespace api_tests {

/// The bytes of an answer that is (part of) a file, as a client would get them.
inline std::string file_bytes(const api::Response& response) {
  std::string bytes(static_cast<std::size_t>(response.part.size), '\0');
  if (response.part.file == nullptr) { return {}; }
  const ssize_t got = ::pread(response.part.file->fd(), bytes.data(), bytes.size(), static_cast<off_t>(response.part.first));
  return got == static_cast<ssize_t>(bytes.size()) ? bytes : "(cut off)";
}

}  // namespace api_tests
