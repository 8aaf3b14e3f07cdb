import Layers
import Persistence
import Tensors
import Testing

@Suite("ATF attention Golden")
struct ATFAttentionGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "atf-attention"))
  func valueAndGradientsAgree(_ file: GoldenFile) throws {
    let config = file.config
    let fraction = Float(try config.member("p").number())
    let form = MultiHeadAttention.Form(
      headCount: try config.member("heads").integer(), isCausal: try config.member("causal").boolean(),
      before: .fanformer(periodicFraction: fraction))
    var generator = SeededGenerator(seed: 1)
    let layer = try MultiHeadAttention(size: config.member("d").integer(), form, using: &generator)
    // A bias of the keys moves all scores of a query alike, which the softmax does not see.
    try expectGolden(file, layer, input: "x", without: { $0 == "key.bias" }) { layer, x in
      var pass = ForwardPass.inference
      return layer(x, in: &pass)
    }
  }
}
