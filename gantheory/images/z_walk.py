"""A straight walk through z, from draw to draw: what G makes of it and what D says of that.

The walk is recorded from a checkpoint, so that it can be shown where the checkpoint is not. D's
outputs are logits, without dropout; so that they mean something, those of test images and of fresh
samples are recorded as well.

Source: Goodfellow et al. 2014, figure 3, "linearly interpolating between coordinates in z space".
"""

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from gantheory.audit.z_walks import between
from gantheory.datasets import load_images
from gantheory.errors import GanTheoryError
from gantheory.images.pixel_scale import scaled, shown
from gantheory.images.trained import read_trained
from gantheory.recording import write_recording
from gantheory.seeds import check_seed

#: draws of z that a walk passes, and pictures from one to the next
ANCHORS, STEPS = 8, 16
#: test images and samples that D is asked about as well
REFERENCES = 1000


def record_walk(
    run: str | os.PathLike[str],
    out: str | os.PathLike[str],
    seed: int = 0,
    anchors: int = ANCHORS,
    steps: int = STEPS,
    data_dir: str | os.PathLike[str] | None = None,
) -> Path:
    """Walk through z with the last checkpoint of an image run, and record it.

    Args:
        run: folder of the run.
        out: folder of the recording.
        seed: of the draws of z.
        anchors: how many draws the walk passes; it ends where it began.
        steps: pictures from one draw to the next.
        data_dir: folder of the image sets.

    Returns:
        The folder of the recording, of kind "z_walk".

    Raises:
        GanTheoryError: for a run without a whole checkpoint, in colour, or of networks that do
            not fit its configuration; for a walk without length; where the image set is missing.
    """
    if anchors < 2 or steps < 1:
        raise GanTheoryError("a walk passes at least 2 draws, in steps")
    check_seed(seed)
    trained = read_trained(run)
    config, image_set = trained.config, trained.image_set
    if len(image_set.image_shape) == 3 and image_set.image_shape[2] != 1:
        raise GanTheoryError(f"walks are recorded in grey; {image_set.title} is in colour")
    height, width = image_set.image_shape[:2]
    real = load_images(image_set, data_dir).test.images[:REFERENCES]
    of_g, of_d = trained.generator.params, trained.discriminator.params
    generate = jax.jit(trained.generator.network.apply)
    judge = jax.jit(trained.discriminator.network.apply)

    key = trained.key(seed)
    points = np.asarray(trained.draw_noise(key, anchors))
    z = between(points, steps)
    images = generate(of_g, jnp.asarray(z))
    fresh = trained.draw_noise(jax.random.fold_in(key, 1), len(real))
    scale = config.scale
    bytes_of = np.clip(np.rint(255 * shown(np.asarray(images), scale)), 0, 255).astype(np.uint8)
    arrays: dict[str, npt.NDArray[Any]] = {
        "z": z,
        "images": bytes_of.reshape(-1, height, width),
        "output": np.asarray(judge(of_d, images))[:, 0],
        "anchor": np.arange(0, len(z), steps),
        "output_at_real": np.asarray(judge(of_d, jnp.asarray(scaled(real, scale), jnp.float32)))[
            :, 0
        ],
        "output_at_samples": np.asarray(judge(of_d, generate(of_g, fresh)))[:, 0],
    }
    plain = json.loads(json.dumps(asdict(config)))
    data = trained.path.with_suffix(".safetensors").read_bytes()
    return write_recording(
        out,
        "z_walk",
        {"steps": steps, "noise_distribution": config.noise_distribution, "run": plain},
        seed,
        arrays,
        checkpoint={"epochs": trained.epoch, "sha256": hashlib.sha256(data).hexdigest()},
        trained=_trained(Path(run) / "result.json", trained.state_sha256),
        references=f"the first {len(real)} test images of {image_set.title}, and as many samples",
    )


def _trained(path: Path, state_sha256: str) -> dict[str, Any]:
    """What a finished run says of itself.

    Nothing where it has not ended, or its result is of other parameters than these: of the best
    epoch where it stopped early, or of a time before it was resumed.
    """
    if not path.exists():
        return {}
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        if result["state_sha256"] != state_sha256:
            return {}
        score = result["parzen"]
        return {
            "git": result["git"],
            "gantheory_version": result["gantheory_version"],
            "parzen": {name: score[name] for name in ("mean", "standard_error", "sigma")},
        }
    except (ValueError, KeyError, TypeError) as error:
        raise GanTheoryError(f"{path} is not the result of an image run ({error})") from None
