// SPDX-License-Identifier: Apache-2.0
// The scanner of large XML: a document that expat takes gives the same calls; on any other it may only refuse, or go on.

#include "importers/child/refusal.hpp"
#include "importers/child/xml_scanner.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

namespace {

using namespace importers::child;

void require(bool holds) {
  if (!holds) { std::abort(); }
}

/// Writes down what it is told.
class Recorder final : public XmlHandler {
 public:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    m_calls.append("<").append(name);
    for (const char* key : {"r", "s", "t", "a", "x:a", "office:value", "table:number-columns-repeated"}) {
      if (attributes[key].data() != nullptr) { m_calls.append(" ").append(key).append("=").append(attributes[key]); }
    }
    m_calls += '>';
  }
  void end(std::string_view name) override { m_calls.append("</").append(name).append(">"); }
  void text(std::string_view piece) override { m_calls += piece; }
  [[nodiscard]] const std::string& calls() const { return m_calls; }

 private:
  std::string m_calls;
};

/// The calls; nothing when the document is refused.
template <class Parse>
std::optional<std::string> calls_of(Parse parse, const std::string& document) {
  Recorder recorder;
  try {
    parse(document, recorder);
  } catch (const Refusal& refusal) {
    require(!refusal.code.empty());
    return std::nullopt;
  }
  return recorder.calls();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string document(reinterpret_cast<const char*>(data), size);
  const auto expected = calls_of(parse_xml, document);
  const auto got = calls_of(scan_xml, document);
  require(!expected || got == expected);
  return 0;
}
