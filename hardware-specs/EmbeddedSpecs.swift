/// The hardware descriptions of this folder, compiled into the binary.
public enum EmbeddedSpecs {
  /// File name without extension → the bytes of the YAML file.
  public static let files: [String: [UInt8]] = [
    "ceas-ising-5w": PackageResources.ceas_ising_5w_yaml,
    "digital-pbit-22nm": PackageResources.digital_pbit_22nm_yaml,
    "digital-pbit-four-dies": PackageResources.digital_pbit_four_dies_yaml,
    "crossbar-z1-prices": PackageResources.crossbar_z1_prices_yaml,
    "extropic-z1": PackageResources.extropic_z1_yaml,
    "a100-sxm": PackageResources.a100_sxm_yaml,
    "a100-sxm-40gb": PackageResources.a100_sxm_40gb_yaml,
    "a100-sxm-int8": PackageResources.a100_sxm_int8_yaml,
    "b200-sxm": PackageResources.b200_sxm_yaml,
    "b200-sxm-fp8": PackageResources.b200_sxm_fp8_yaml,
    "h100-sxm": PackageResources.h100_sxm_yaml,
    "h100-sxm-fp8": PackageResources.h100_sxm_fp8_yaml,
    "h200-sxm": PackageResources.h200_sxm_yaml,
    "jetson-agx-orin": PackageResources.jetson_agx_orin_yaml,
    "l4": PackageResources.l4_yaml,
    "rtx-4090": PackageResources.rtx_4090_yaml,
    "xeon-8480": PackageResources.xeon_8480_yaml,
    "cloud-ai-100": PackageResources.cloud_ai_100_yaml,
    "fpga-kv260-fixed": PackageResources.fpga_kv260_fixed_yaml,
    "fpga-kv260-writable": PackageResources.fpga_kv260_writable_yaml,
    "macro-22nm-dcim": PackageResources.macro_22nm_dcim_yaml,
    "macro-65nm-ripple": PackageResources.macro_65nm_ripple_yaml,
    "mesh-32nm-piton": PackageResources.mesh_32nm_piton_yaml,
  ]
}
