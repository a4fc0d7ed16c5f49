// SPDX-License-Identifier: Apache-2.0
#include "app/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <string>

namespace app {
namespace {

/// A client chooses the path: it must not be able to write lines of its own.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 200)) { out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c; }
  return out;
}

}  // namespace

Log::Log(bool quiet) : m_logger(std::make_shared<spdlog::logger>("bairro", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  m_logger->set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
  m_logger->set_level(quiet ? spdlog::level::warn : spdlog::level::info);
}

Log::~Log() = default;

void Log::access(const api::AccessEntry& e) {
  m_logger->info("{} {} {} {} {:.2f} ms {} B", e.id, one_line(e.method), one_line(e.path), e.status, e.milliseconds, e.body_bytes);
}

void Log::failure(std::string_view request_id, std::string_view what) { m_logger->error("{} {}", request_id, one_line(what)); }
void Log::warn(std::string_view sentence) { m_logger->warn("{}", one_line(sentence)); }

}  // namespace app
