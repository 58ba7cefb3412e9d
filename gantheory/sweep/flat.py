"""Networks whose parameters are one vector: fewer arrays are fewer kernels to compile and to call.

Every operation on parameters (the update rules, clipping, copying the state of a seed) is then one
operation on one array instead of one for each weight matrix and bias. Compiling a program takes
time in proportion to the number of its kernels, and a sweep of small networks spends more time on
compiling than on training.
"""

from functools import cache, partial
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from gantheory.training.networks import Network, Params


class FlatNetwork(Network):
    """The same network with its parameters joined: `({"all": vector},)`."""

    def init(self, key: PRNGKeyArray) -> Params:
        """Draw the parameters as `Network.init` does, and join them."""
        return ({"all": joined(super().init(key))},)

    def apply(
        self,
        params: Params,
        x: Float[Array, "batch inputs"],
        key: PRNGKeyArray | None = None,
    ) -> Float[Array, "batch outputs"]:
        """Evaluate the network, as `Network.apply` does."""
        return super().apply(_parted(self, params), x, key)

    def parted(self, params: Any) -> Any:
        """The parameters layer by layer; of JAX or of numpy."""
        leaves, tree = _layout(self)
        vector, start, pieces = params[0]["all"], 0, []
        for leaf in leaves:
            pieces.append(vector[start : start + leaf.size].reshape(leaf.shape))
            start += leaf.size
        return jax.tree.unflatten(tree, pieces)


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _parted(network: FlatNetwork, params: Params) -> Params:
    """`FlatNetwork.parted`; by itself its gradient would be a sum over layers, padded with 0."""
    parted: Params = network.parted(params)
    return parted


_parted.defvjp(
    lambda network, params: (network.parted(params), None),
    lambda _, __, gradient: (({"all": joined(gradient)},),),
)


@cache
def _layout(network: FlatNetwork) -> tuple[list[jax.ShapeDtypeStruct], Any]:
    """Shapes of the parameters in the order of the vector, and how they hang together."""
    plain = super(FlatNetwork, network).init
    return jax.tree.flatten(jax.eval_shape(lambda: plain(jax.random.key(0))))


def joined(tree: Any) -> Array:
    """All leaves as one vector."""
    return jnp.concatenate([leaf.ravel() for leaf in jax.tree.leaves(tree)])
