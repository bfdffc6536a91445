//! Empties blocks that control never reaches and counts the predecessors of the others (`remove_unreachable`).

use super::graph::{BlockId, Graph};

pub fn remove_unreachable(graph: &mut Graph) {
    let order = graph.order();
    for &id in &order {
        graph[id].predecessors = 0;
    }
    graph.clear_visited();
    let entry = graph.entry;
    graph[entry].predecessors = 1;
    graph.visit(entry);
    let mut todo = vec![entry];
    while let Some(id) = todo.pop() {
        if let Some(next) = graph.fallthrough(id) {
            reach(graph, next, &mut todo);
        }
        for target in graph.targets(id, true, true) {
            reach(graph, target, &mut todo);
        }
    }
    for id in order {
        if graph[id].predecessors == 0 {
            graph[id].instructions.clear();
            graph[id].except_handler = false;
        }
    }
}

fn reach(graph: &mut Graph, id: BlockId, todo: &mut Vec<BlockId>) {
    if graph.visit(id) {
        todo.push(id);
    }
    graph[id].predecessors += 1;
}
